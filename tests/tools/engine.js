import { spawnSync } from 'node:child_process';
import { ROOT, ensurePackages, localBin } from './setup.js';

await ensurePackages();
const { status } = spawnSync(localBin('tsx'), [`${ROOT}/tests/tools/engine.ts`, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
