import type { ResolvedOptions } from '../options.js'
import { type ProcessDescription, startProcesses, WARM_UP } from '../process.js'
import { Random } from '../random.js'
import type { Scenario } from '../simulation.js'
import { GameLoop } from './game-loop.js'

const server: ProcessDescription = {
  exe: 'game-server',
  username: 'game',
  realname: 'Game Server',
  computer: 'match-eu-1',
  distro: 'Debian GNU/Linux 13',
  cpuBrand: 'AMD EPYC 9354P',
  tscFrequency: 3_250_000_000n,
  instrumentation: 'native',
  properties: { version: '1.8.2', 'build-type': 'shipping', region: 'eu-west' },
}

const players = ['ada', 'grace', 'katherine', 'annie', 'mary'] as const

function client(number: number): ProcessDescription {
  const username = players[number % players.length] ?? players[0]
  return {
    exe: 'game-client',
    username,
    realname: `${username[0]?.toUpperCase()}${username.slice(1)}`,
    computer: `desktop-${number + 1}`,
    distro: 'Windows 11',
    cpuBrand: 'AMD Ryzen 7 7800X3D',
    tscFrequency: 10_000_000n,
    instrumentation: 'native',
    properties: { version: '1.8.2', 'build-type': 'shipping', graphics: number % 2 === 0 ? 'high' : 'low' },
  }
}

const workers = (count: number) => Array.from({ length: Math.max(0, count) }, (_, index) => `Worker ${index}`)

/** Simulates the server of a game and its clients. */
export function gameScenario({ seed, processes: count, threads }: ResolvedOptions, end: number): Scenario {
  const identities = new Random(seed, 'game processes')
  const clients = Array.from({ length: count - 1 }, (_, index) => client(index))
  const serverThreads = ['Main', ...workers(threads - 1)]
  const clientThreads = ['Main', 'Render', 'Audio', ...workers(threads - 3)].slice(0, threads)
  const processes = startProcesses(
    [
      { description: server, threads: serverThreads },
      ...clients.map((description) => ({ description, threads: clientThreads })),
    ],
    identities,
  )
  const connections = clients.map(({ username, computer }) => `${username}@${computer}`)
  const activities = processes.map((process, index) => {
    const random = new Random(seed, `game process ${index}`)
    return new GameLoop(process, random, {
      role: index === 0 ? 'server' : 'client',
      begin: WARM_UP + random.integer(0, 4_000_000),
      end,
      connections: index === 0 ? connections : [server.computer],
    })
  })
  return { processes, activities }
}
