/** Serves `build/` on the port that is given: what the end-to-end tests talk to. */
import path from 'node:path';
import { serve } from './serve.js';
import { ROOT } from './setup.js';

await serve({ directory: path.join(ROOT, 'build'), port: Number(process.argv[2]) });
