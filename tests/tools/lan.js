/** Serving over HTTPS on the local network: cameras and keys need a secure context, on a phone too. */
import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import { ROOT } from './setup.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAYS = 30;
/** One that has less left is made anew. */
const DAYS_LEFT = 2;

/** This machine's address on the local network, the first that is not its own. @returns {string | undefined} */
export function lanAddress() {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

/**
 * A certificate made on the spot, signed by itself: a phone warns of it once.
 *
 * @param {string} address IPv4
 * @returns {Promise<{ key: string, cert: string }>} PEM
 */
export async function throwawayCertificate(address) {
  x509.cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=Suiyin ${address}`,
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + DAYS * 86_400_000),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: address },
        { type: 'dns', value: 'localhost' },
      ]),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'), cert: certificate.toString('pem') };
}

/**
 * The same for the app and for a platform's server, as long as it is valid, so that a device is warned once.
 *
 * @param {string} address IPv4
 * @returns {ReturnType<typeof throwawayCertificate>} as `throwawayCertificate`
 */
export async function keptCertificate(address) {
  const folder = path.join(ROOT, '.platform');
  const file = path.join(folder, 'lan-certificate.json');
  try {
    const kept = JSON.parse(await readFile(file, 'utf8'));
    if (kept.address === address && kept.notAfter > Date.now() + DAYS_LEFT * 86_400_000) return kept;
  } catch {
    // there is none yet, or none that can be read
  }
  const made = await throwawayCertificate(address);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const notAfter = Date.now() + DAYS * 86_400_000;
  await writeFile(file, JSON.stringify({ address, notAfter, ...made }), { mode: 0o600 });
  return made;
}
