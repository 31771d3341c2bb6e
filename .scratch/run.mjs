import { readFileSync } from 'node:fs'
import { Message } from 'apache-arrow'
import * as S from './build/subj.js'
const types = { int64: 'bigint', timestamp: 'timestamp' }
const kinds = (process.argv[2] ?? 'spans,logs,measures').split(',')
for (const kind of kinds) {
  const bytes = readFileSync(`/tmp/ab/${kind}.arrows`)
  const msgs = []
  for (let at = 0; at + 8 <= bytes.length;) {
    const n = bytes.readInt32LE(at + 4)
    const header = new Uint8Array(bytes.subarray(at + 8, at + 8 + n))
    const bl = Number(Message.decode(header).bodyLength)
    const own = new Uint8Array(bl + 5); own.set(bytes.subarray(at + 8 + n, at + 8 + n + bl), 5)
    msgs.push({ header, body: own.subarray(5) })
    at += 8 + n + bl
  }
  const assemble = () => { const a = new S.RecordBatchAssembler(); const b = []; for (const m of msgs) { const x = a.push(m.header, m.body); if (x) b.push(x) } return { schema: a.schema, batches: b } }
  const only = process.argv[3]?.split(','); let ways = {
    receiveLike: () => { let o = []; for (const m of msgs) o.push(Buffer.from(m.body)); return o },
    assemble,
    columnar: () => { const { schema, batches } = assemble(); return S.columnarOf(schema, batches, { types }, {}) },
    codes: () => { const { schema, batches } = assemble(); return S.columnarOf(schema, batches, { types }, { codes: 'dictionaries' }) },
  }
  if (only) ways = Object.fromEntries(Object.entries(ways).filter(([k]) => only.includes(k)))
  const t = {}
  for (let r = 0; r < 15; r++) for (const [n, f] of Object.entries(ways)) { gc(); const c = process.cpuUsage(); const w = performance.now(); const x = f(); const d = process.cpuUsage(c); if (r > 1) (t[n] ??= []).push([(d.user + d.system) / 1000, performance.now() - w]); }
  const med = (a) => a.sort((x, y) => x - y)[0]
  console.log(kind, Object.entries(t).map(([n, a]) => `${n} ${med(a.map((x) => x[0])).toFixed(0)} (${med(a.map((x) => x[1])).toFixed(0)})`).join('  '))
}
