import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;

/**
 * Wraps adapter-static so that the page kit writes carries no inline script: the start code moves to
 * `_app/start.js`, and the Content-Security-Policy can be `script-src 'self'` without hashes.
 *
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function externalStart(adapter) {
  return {
    ...adapter,
    name: 'adapter-static-external-start',
    async adapt(builder) {
      await adapter.adapt(builder);
      const page = path.resolve('build/index.html');
      const html = await readFile(page, 'utf8');
      const [script, ...further] = [...html.matchAll(INLINE_SCRIPT)].map((match) => match[1]);
      if (!script || further.length > 0) throw new Error('expected one inline script');
      await writeFile(path.resolve('build/_app/start.js'), `${script.trim()}\n`);
      await writeFile(page, html.replace(INLINE_SCRIPT, '<script src="/_app/start.js"></script>'));
    },
  };
}
