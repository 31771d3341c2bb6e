import { callSite } from '../call-site.js'
import { spanShape } from '../span-shape.js'

const game = (name: string) => callSite('game::world', name)
const physics = (name: string) => callSite('engine::physics', name)
const render = (name: string) => callSite('engine::render', name)
const audio = (name: string) => callSite('engine::audio', name)
const net = (name: string) => callSite('engine::net', name)
const jobs = (name: string) => callSite('engine::jobs', name)
const streaming = (name: string) => callSite('engine::streaming', name)
const loop = (name: string) => callSite('engine::loop', name)

const physicsStep = spanShape(physics('step'), { weight: 6 }, [
  spanShape(physics('broadphase'), { weight: 2 }),
  spanShape(physics('narrowphase'), { weight: 3 }),
  spanShape(physics('solve_islands'), { weight: 4 }, [spanShape(physics('solve_island'), { calls: [1, 3] })]),
])

const tickWorld = spanShape(game('tick_world'), { weight: 10 }, [
  spanShape(game('tick_player')),
  spanShape(game('tick_enemy'), { weight: 0.8, calls: [1, 4] }, [
    spanShape(game('find_path'), { weight: 2, calls: [0, 1] }),
  ]),
  physicsStep,
  spanShape(game('animate'), { weight: 2 }),
])

const input = spanShape(callSite('engine::input', 'poll_devices'), { weight: 0.5 })
const receive = spanShape(net('receive_packets'), { weight: 1 })
const send = spanShape(net('replicate'), { weight: 1.5 })

const submitRender = spanShape(render('submit'), { weight: 4 }, [
  spanShape(render('cull')),
  spanShape(render('build_draw_lists'), { weight: 2 }),
])

const clientWork = [input, receive, tickWorld, spanShape(audio('update')), submitRender, send]
const serverWork = [receive, tickWorld, send]
/** Waits for the rest of a frame. */
const wait = spanShape(loop('wait_for_next_frame'), { weight: 4 })
/** The calls that make a frame late. */
const stall = spanShape(streaming('load_level_chunk'), { weight: 60 }, [
  spanShape(streaming('read_file'), { weight: 3 }),
  spanShape(streaming('decompress'), { weight: 2 }),
])

const frame = loop('frame')
const tick = loop('tick')

/** Describes a frame of the main thread: on time or late, of a client or of the server. */
export const frames = {
  client: { onTime: spanShape(frame, {}, [...clientWork, wait]), late: spanShape(frame, {}, [stall, ...clientWork]) },
  server: { onTime: spanShape(tick, {}, [...serverWork, wait]), late: spanShape(tick, {}, [stall, ...serverWork]) },
}

export const renderFrame = spanShape(render('render_frame'), {}, [
  spanShape(render('shadow_pass'), { weight: 3 }, [spanShape(render('shadow_cascade'), { calls: [2, 4] })]),
  spanShape(render('depth_prepass'), { weight: 1 }),
  spanShape(render('opaque_pass'), { weight: 5 }),
  spanShape(render('transparent_pass'), { weight: 2 }),
  spanShape(render('post_process'), { weight: 2 }, [spanShape(render('bloom')), spanShape(render('tone_map'))]),
  spanShape(render('present'), { weight: 1 }),
])

export const mixAudio = spanShape(audio('mix'), {}, [
  spanShape(audio('decode_voices'), { weight: 2 }),
  spanShape(audio('apply_effects'), { weight: 1, calls: [0, 1] }),
])

/** The jobs of worker threads. */
export const workerJobs = [
  spanShape(jobs('update_particles'), {}, [spanShape(jobs('simulate_emitter'), { calls: [1, 3] })]),
  spanShape(jobs('pose_skeletons')),
  spanShape(jobs('update_navigation'), {}, [spanShape(jobs('rasterize_tile'), { calls: [0, 2] })]),
] as const

export const loadAsset = {
  whole: callSite('engine::streaming', 'load_asset'),
  parts: [callSite('engine::streaming', 'read_asset'), callSite('engine::streaming', 'decode_asset')],
} as const
