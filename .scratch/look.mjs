import { readFileSync } from 'node:fs'
import { tableFromIPC } from 'apache-arrow'
for (const k of ['spans', 'logs', 'measures']) { const t = tableFromIPC(readFileSync(`/tmp/ab/${k}.arrows`)); console.log(k, t.numRows, t.batches.length)
for (const [i, f] of t.schema.fields.entries()) { const d = t.batches.slice(0, 4).map((b) => b.data.children[i]); console.log('  ', f.name, String(f.type), f.nullable, d[0].nullCount, d.map((x) => x.dictionary?.length).join(), 'vectors', new Set(t.batches.map((b) => b.data.children[i].dictionary)).size) } }
