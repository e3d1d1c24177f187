import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Of app.html's policy: any server over TLS, and those of this computer. */
const ANY_SERVER = 'wss: ws://localhost:* ws://127.0.0.1:*';
const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;

/**
 * Wraps adapter-static so that the page kit writes carries no inline script: the start code moves to
 * `_app/start.js`, and the Content-Security-Policy can be `script-src 'self'` without hashes. `CONNECT_SRC` names the
 * servers of platforms that the page may connect to, in place of all.
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
      const servers = process.env.CONNECT_SRC?.trim();
      if (servers && /[;"<>]/.test(servers)) throw new Error('CONNECT_SRC is a list of addresses');
      const started = html.replace(INLINE_SCRIPT, '<script src="/_app/start.js"></script>');
      await writeFile(page, servers ? started.replace(ANY_SERVER, servers) : started);
    },
  };
}
