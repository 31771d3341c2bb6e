const SIDE = 8
const HEADER = 54
const BYTES_PER_PIXEL = 3

/** Draws a small colour gradient, as an uncompressed Windows bitmap of 24 bits per pixel. */
export function thumbnail(colour: number): Uint8Array {
  const data = new Uint8Array(HEADER + SIDE * SIDE * BYTES_PER_PIXEL)
  const view = new DataView(data.buffer)
  data.set([0x42, 0x4d])
  view.setUint32(2, data.length, true)
  view.setUint32(10, HEADER, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, SIDE, true)
  view.setInt32(22, SIDE, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, BYTES_PER_PIXEL * 8, true)
  view.setUint32(34, data.length - HEADER, true)
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    data.set([colour % 256, (pixel % SIDE) * 32, Math.floor(pixel / SIDE) * 32], HEADER + pixel * BYTES_PER_PIXEL)
  }
  return data
}
