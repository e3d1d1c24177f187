import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, buildApp, ensureAssets, ensurePackages } from './setup.js';

const USAGE = `Usage: npm start -- [--port N] [--host NAME] [--lan]
用法

  --port N     port, 4173 by default; a free one where it is taken      端口,默认 4173;被占用时另选
  --host NAME  address to serve at, localhost by default                监听的地址,默认 localhost
  --lan        over HTTPS for every device on the local network         以 HTTPS 供局域网上的设备访问
  --help       prints this                                              显示本说明`;

const values = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

await ensurePackages();
await ensureAssets();
await buildApp();
const { serve } = await import('./serve.js');
const directory = path.join(ROOT, 'build');
const preferred = { directory, port: Number(values.port), ...(await where()) };
const server = await serve(preferred).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.log(`Port ${values.port} is taken; using a free one.`);
  return serve({ ...preferred, port: 0 });
});
if (!server.url.includes(`:${values.port}`)) {
  // Browsers keep data by address, the port included (RFC 6454).
  console.log(
    `\n  Identities and seals that were made at port ${values.port} are not here: a browser keeps them by address.` +
      `\n  在端口 ${values.port} 上生成的身份和印章不在这个地址里:浏览器按地址分别保存数据。`,
  );
}
console.log(`\n  随印 Suiyin is at ${server.url}\n  Stop it with Ctrl+C.\n`);
if (values.lan) {
  const { default: qrcode } = await import('qrcode');
  console.log(await qrcode.toString(server.url, { type: 'terminal', small: true }));
  console.log(
    '  The certificate was made on the spot: the phone warns of it once; go on to the address all the same.' +
      '\n  证书是临时生成的:手机会提示一次风险,确认后继续访问即可。\n',
  );
}

/** What was asked for; says how to ask and ends where it makes no sense. */
function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4173' },
        host: { type: 'string', default: 'localhost' },
        lan: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`no such port: ${values.port}`);
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

/** On this machine only, or over HTTPS for phones on the same network. */
async function where() {
  if (!values.lan) return { host: values.host };
  const { keptCertificate, lanAddress } = await import('./lan.js');
  const host = values.host === 'localhost' ? lanAddress() : values.host;
  if (!host) throw new Error('no local network: connect this machine to one, or name its address by --host');
  return { host, tls: await keptCertificate(host) };
}
