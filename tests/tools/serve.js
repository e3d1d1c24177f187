import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import path from 'node:path';
import sirv from 'sirv';

/** What a static host must send with every answer; the README lists the same for other hosts. */
const SECURITY_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), clipboard-write=(self), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * The page's own policy, as a header too: workers take theirs from the answer that they come in, not from the page.
 *
 * @param {string} directory
 */
function contentSecurityPolicy(directory) {
  const page = readFileSync(path.join(directory, 'index.html'), 'utf8');
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1];
  if (!policy) throw new Error('index.html carries no Content-Security-Policy');
  return `${policy}; frame-ancestors 'none'`;
}

const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * Serves the built site as a static host would: known files, and the shell for every other path.
 *
 * @param {{ directory: string, port: number, host?: string, tls?: { key: string, cert: string } }} options port 0
 *   takes a free one; with `tls` (PEM) over HTTPS
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export function serve({ directory, port, host = 'localhost', tls }) {
  const policy = contentSecurityPolicy(directory);
  const handler = sirv(directory, {
    single: true,
    etag: true,
    setHeaders(response, pathname) {
      response.setHeader('Content-Security-Policy', policy);
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      const isImmutable = pathname.startsWith('/_app/immutable/');
      response.setHeader('Cache-Control', isImmutable ? IMMUTABLE : 'no-cache');
      if (path.extname(pathname) === '.mjs') response.setHeader('Content-Type', 'text/javascript');
    },
  });
  /** @type {import('node:http').RequestListener} */
  const answer = (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405).end();
      return;
    }
    handler(request, response, () => {
      response.writeHead(404).end();
    });
  };
  const server = tls ? createSecureServer(tls, answer) : createServer(answer);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const actualPort = typeof address === 'object' && address ? address.port : port;
      resolve({
        url: `${tls ? 'https' : 'http'}://${host}:${actualPort}`,
        close: () =>
          new Promise((done) => {
            server.closeAllConnections();
            server.close(() => done());
          }),
      });
    });
  });
}
