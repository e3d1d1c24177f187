/**
 * `npm run platform`: one nats-server for trying a platform out between several devices, and the app beside it.
 *
 * `--lan` for other devices on the same network, `--store DIR` for where platforms are kept, `--port` of the server,
 * `--app-port` of the app.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, buildApp, ensureAssets, ensurePackages, ensureProgram } from './setup.js';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9222' },
    'app-port': { type: 'string', default: '4173' },
    store: { type: 'string', default: path.join(ROOT, '.platform') },
    lan: { type: 'boolean', default: false },
  },
});
const READY_MS = 15_000;

const program = await ensureProgram('nats-server');
if (!program) {
  console.error(
    'nats-server is not here and could not be installed from the system’s packages.\n' +
      'Install it (Debian, Ubuntu: apt-get install nats-server; macOS: brew install nats-server; others: nats.io), then try again.\n' +
      '没有找到 nats-server，也无法从系统软件源安装。请先安装它，再运行一次。',
  );
  process.exit(1);
}
await ensurePackages();
const store = path.resolve(values.store);
await mkdir(store, { recursive: true, mode: 0o700 });
const host = values.lan ? await lanHost() : 'localhost';
const tls = values.lan ? await certificate(host) : undefined;
const admin = await administrator();
const port = Number(values.port);
if (await isListening(port)) {
  console.error(`Port ${port} is taken: is the platform running already? Name another one by --port.`);
  process.exit(1);
}
const stopServer = await startServer();
const app = await serveApp();

const { default: qrcode } = await import('qrcode');
const server = `${values.lan ? 'wss' : 'ws'}://${host}:${port}`;
const linkOf = (/** @type {string} */ page, /** @type {object} */ link) =>
  `${app}${page}#n1.${Buffer.from(JSON.stringify(link)).toString('base64url')}`;
const join = linkOf('/platforms/connect', { s: [server] });
console.log(`
  Server 服务器        ${server}
  Kept in 保存位置     ${store}

  1. Found the platform, at this computer. This link holds the server's administrator key: keep it to yourself.
     在这台电脑上设立平台。链接中含有服务器管理凭证,请勿转发:

     ${linkOf('/platforms/new', { s: [server], a: { seed: admin.seed } })}

  2. Other ${values.lan ? 'devices' : 'browsers of this computer'} join by this link${values.lan ? ' or code' : ''}, once it is founded.
     设立之后,其他${values.lan ? '设备用这个链接或二维码' : '浏览器用这个链接'}接入:

     ${join}
`);
if (values.lan) {
  console.log(await qrcode.toString(join, { type: 'terminal', small: true }));
  console.log(
    '  The certificate was made on the spot: each device is warned of it once, at the app and, in some browsers, at\n' +
      `  https://${host}:${port} too (“Upgrade Required” there is right). Go on to the address all the same.\n` +
      '  证书是临时生成的:每台设备会提示一次风险,确认后继续访问;有的浏览器还需打开上面的服务器地址再确认一次。\n',
  );
} else {
  console.log('  For phones and other computers: npm run platform -- --lan\n');
}
console.log('  Stop it with Ctrl+C. 按 Ctrl+C 停止。\n');

/** The server's administrator: made once, kept beside what the server keeps. */
async function administrator() {
  const { nkeys } = await import('@nats-io/nats-core');
  const file = path.join(store, 'administrator.seed');
  const kept = await readFile(file).catch(() => undefined);
  const key = kept ? nkeys.fromSeed(kept) : nkeys.createUser();
  const seed = new TextDecoder().decode(key.getSeed());
  if (!kept) await writeFile(file, seed, { mode: 0o600 });
  return { seed, publicKey: key.getPublicKey() };
}

async function lanHost() {
  const { lanAddress } = await import('./lan.js');
  const address = lanAddress();
  if (!address) throw new Error('no local network: connect this machine to one');
  return address;
}

/** The same one as `npm start -- --lan` has, so that a device accepts both at once. @param {string} address */
async function certificate(address) {
  const { keptCertificate } = await import('./lan.js');
  const { key, cert } = await keptCertificate(address);
  const files = { keyFile: path.join(store, 'server.key'), certFile: path.join(store, 'server.pem') };
  await writeFile(files.keyFile, key, { mode: 0o600 });
  await chmod(files.keyFile, 0o600);
  await writeFile(files.certFile, cert);
  return { ...files, key, cert };
}

/** @returns {Promise<() => void>} stops it */
async function startServer() {
  const { configuration } = await import('./nats-config.js');
  const file = path.join(store, 'server.conf');
  const directory = path.join(store, 'streams');
  const listen = values.lan ? '0.0.0.0' : '127.0.0.1';
  await writeFile(file, configuration({ directory, host: listen, port, adminKey: admin.publicKey, tls }));
  const child = spawn(program ?? '', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said = `${said}${chunk}`.slice(-4_000)));
  let stopping = false;
  child.once('exit', (code) => {
    if (stopping) return;
    console.error(`${said}\nnats-server ended by itself (exit status ${code}).`);
    process.exit(1);
  });
  const stop = () => {
    stopping = true;
    child.kill('SIGTERM'); // it writes down what it has, and ends
  };
  process.once('exit', stop);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(signal, () => process.exit(0));
  const until = Date.now() + READY_MS;
  while (!(await isListening(port))) {
    if (Date.now() > until) throw new Error(`nats-server does not listen on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return stop;
}

/** @returns {Promise<string>} where the app is: here, or where `npm start` has it already */
async function serveApp() {
  const appPort = Number(values['app-port']);
  const address = `${values.lan ? 'https' : 'http'}://${host}:${appPort}`;
  if (await isListening(appPort, host)) return address;
  try {
    await ensureAssets();
    await buildApp();
    const { serve } = await import('./serve.js');
    const { url } = await serve({ directory: path.join(ROOT, 'build'), port: appPort, host, tls });
    return url;
  } catch (error) {
    stopServer();
    throw error;
  }
}

/** @param {number} at @param {string} [where] @returns {Promise<boolean>} */
function isListening(at, where = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = connect(at, where);
    const end = (/** @type {boolean} */ value) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
