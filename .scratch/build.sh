npx esbuild .scratch/subj.ts --bundle --format=esm --platform=node --packages=external --alias:#arrow/platform=./src/arrow/platform/node.ts --outfile=.scratch/build/subj.js --log-level=warning
