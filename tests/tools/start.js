import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, buildApp, ensureAssets, ensurePackages } from './setup.js';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4173' }, host: { type: 'string', default: 'localhost' } },
});

await ensurePackages();
await ensureAssets();
await buildApp();
const { serve } = await import('./serve.js');
const directory = path.join(ROOT, 'build');
const preferred = { directory, host: values.host, port: Number(values.port) };
const server = await serve(preferred).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.log(`Port ${values.port} is taken; using a free one.`);
  return serve({ ...preferred, port: 0 });
});
console.log(`\n  随印 Suiyin is at ${server.url}\n  Stop it with Ctrl+C.\n`);
