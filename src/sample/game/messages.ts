import { LogLevel } from '../../views/log-level.js'
import type { LogMessage, Metric } from '../recorder.js'

const message = (level: LogLevel, target: string, text: LogMessage['text']): LogMessage => ({ level, target, text })

export const messages = {
  started: message(LogLevel.Info, 'engine::loop', (rate) => `Main loop started at ${rate} Hz`),
  levelLoaded: message(LogLevel.Info, 'game::world', (ms) => `Level "harbor" loaded in ${ms} ms`),
  playerMoved: message(LogLevel.Debug, 'game::world', (player, zone) => `Player ${player} entered zone ${zone}`),
  chunkLoaded: message(LogLevel.Debug, 'engine::streaming', (x, y) => `Streamed in chunk (${x}, ${y})`),
  acknowledged: message(
    LogLevel.Trace,
    'engine::net',
    (packet, bits) => `Packet ${packet} of ${bits} bits acknowledged`,
  ),
  scored: message(LogLevel.Info, 'game::match', (player, points) => `Player ${player} scored ${points} points`),
  late: message(
    LogLevel.Warn,
    'engine::loop',
    (ms, budget) => `Frame took ${ms.toFixed(1)} ms, the budget is ${budget.toFixed(1)} ms`,
  ),
  textureMissing: message(
    LogLevel.Error,
    'engine::streaming',
    (texture) => `Texture ${texture} not found, using a placeholder`,
  ),
  desynchronized: message(
    LogLevel.Fatal,
    'game::match',
    (ticks, player) => `World state of player ${player} diverged ${ticks} ticks ago, the match is aborted`,
  ),
}

const metric = (target: string, name: string, unit: string): Metric => ({ target, name, unit, properties: {} })

export const metrics = {
  frameTime: metric('engine::loop', 'frame_time', 'ms'),
  memoryUsed: metric('engine::memory', 'memory_used', 'bytes'),
  entities: metric('game::world', 'entities', 'count'),
  drawCalls: metric('engine::render', 'draw_calls', 'count'),
  roundTrip: metric('engine::net', 'round_trip_time', 'ms'),
  bytesSent: metric('engine::net', 'bytes_sent', 'bytes'),
}
