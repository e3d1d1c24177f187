/** The certificate that `npm start -- --lan` makes, and serving with it. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { throwawayCertificate } from '../tools/lan.js';
import { serve } from '../tools/serve.js';

let folder: string;
let tls: { key: string; cert: string };
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'suiyin-lan-'));
  tls = await throwawayCertificate('127.0.0.1');
  const policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">';
  await writeFile(path.join(folder, 'index.html'), `<!doctype html>${policy}<p>随印`);
  await writeFile(path.join(folder, 'cert.pem'), tls.cert);
});
afterAll(() => rm(folder, { recursive: true }));

test('openssl takes the certificate for the address', () => {
  const text = execFileSync('openssl', ['x509', '-in', path.join(folder, 'cert.pem'), '-noout', '-text']);
  expect(text.toString()).toContain('IP Address:127.0.0.1');
  expect(text.toString()).toContain('TLS Web Server Authentication');
});

test('the app is served with it over HTTPS, with the same headers', async () => {
  const server = await serve({ directory: folder, port: 0, host: '127.0.0.1', tls });
  try {
    expect(server.url).toMatch(/^https:/);
    const answer = await new Promise<{ status?: number; policy: unknown }>((resolve, reject) => {
      get(`${server.url}/scan`, { ca: tls.cert }, (response) => {
        response.resume();
        resolve({
          ...(response.statusCode !== undefined && { status: response.statusCode }),
          policy: response.headers['content-security-policy'],
        });
      }).on('error', reject);
    });
    expect(answer).toMatchObject({ status: 200, policy: expect.stringContaining("default-src 'self'") });
  } finally {
    await server.close();
  }
});
