import { spawnSync } from 'node:child_process';
import { ROOT, ensureAssets, ensurePackages, localBin } from './setup.js';

await ensurePackages();
await ensureAssets();
const { status } = spawnSync(
  localBin('tsx'),
  ['--expose-gc', `${ROOT}/tests/bench/run.ts`, ...process.argv.slice(2)],
  { stdio: 'inherit', cwd: ROOT },
);
process.exit(status ?? 1);
