import { startEmbedded } from '/work/main/bench/targets/embedded.ts'
const t = await startEmbedded({ spans: 350000, logs: 500000, metrics: 1000000 })
console.log(JSON.stringify(t.target))
