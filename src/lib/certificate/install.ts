import { bytesEqual, sha256, type UnlockedVault } from '../keys';
import { encodeBase64url, type RecordId } from '../ledger';
import { publicKeyOf, validateChain, verifyNow } from '../pki';
import { openSignedSeal, type SignedSeal } from '../seal';
import type { BlobId } from '../sync';
import type { Application, Applications } from './application';
import { writeChecked, type CertificateDesk } from './desk';
import { EnrolmentError } from './enrolment-error';
import type { PlatformIdentity } from './identity';
import { certificateInstalled } from './kinds/certificate-installed';
import { orderIn } from './orders';
import { openBytes } from './private-parts';
import { sealRecord } from './seals';
import { standingOf } from './standing';
import type { Order, PlatformCertificate } from './state';
import { possessionStatement } from './statements';
import type { ApplicationStorage } from './storage';

/** A certificate that is ready to be installed, with the seals that came with it. */
export interface Installable {
  order: Order;
  certificate: PlatformCertificate;
  application: Application;
  /** to choose from */
  seals: SignedSeal[];
}

/**
 * Fetches what an order has led to and checks it: the chain up to the platform's root as of now, the key, the company,
 * each signed seal with the key that signed the certificate.
 *
 * @param o.key  the person's X25519 key
 * @param o.file gives a file of the platform
 * @throws EnrolmentError `no-such-order`, `not-installable`, `no-key-here`, `untrusted`, `bad-seal`; SealedError;
 *   what `file` throws
 */
export async function prepareInstall(
  { state, now }: Pick<CertificateDesk, 'state' | 'now'>,
  o: {
    order: RecordId;
    applications: Pick<Applications, 'of'>;
    key: CryptoKey;
    file(id: BlobId): Promise<Blob>;
  },
): Promise<Installable> {
  const order = orderIn({ state }, o.order);
  const { name, serial = '' } = { serial: undefined, ...order.state };
  const certificate = state.certificates.get(serial);
  const standing = certificate ? standingOf(certificate, now) : name;
  if (!certificate || standing !== 'issued') throw new EnrolmentError('not-installable', { standing });
  const application = await o.applications.of(order);
  if (!application) throw new EnrolmentError('no-key-here');
  const { status, problems } = await validateChain({
    certificate: certificate.certificate,
    candidates: [certificate.issuer],
    roots: state.founded ? [state.founded.root] : [],
    crls: [...state.crls.values()].map(({ crl }) => crl),
    at: new Date(now),
  });
  if (status !== 'trusted') throw new EnrolmentError('untrusted', { problems });
  const seals: SignedSeal[] = [];
  for (const { blob, digest } of certificate.seals) {
    const der = await openBytes(o.key, 'signed-seal', certificate.issuedBy, await o.file(blob));
    const seal = await readIssuedSeal(der, certificate, order);
    if (encodeBase64url(await sha256(der)) !== digest || !seal)
      throw new EnrolmentError('bad-seal', { digest });
    seals.push(seal);
  }
  return { order, certificate, application, seals };
}

/**
 * Installs a certificate: proves that its key is here, keeps it as an identity with the seals that were chosen, and
 * says so on the platform. The identity is there when the record is written, and stays when that fails: `confirmInstall`
 * writes it again.
 *
 * @param o.unlocked the application's vault
 * @param o.chosen   of `installable.seals`
 * @returns the identity, which is the current one from now on
 * @throws EnrolmentError `other-key`, `not-installable` where it was installed meanwhile, `not-permitted`; KeyError
 *   `vault-locked`; CertificateError `seal-name`, `seal-design`; what storage and writer throw
 */
export async function install(
  desk: CertificateDesk,
  installable: Installable,
  o: { storage: ApplicationStorage; unlocked: UnlockedVault; chosen: readonly SignedSeal[] },
): Promise<PlatformIdentity> {
  const { certificate, application } = installable;
  const { founded } = desk.state;
  const proof = await proofOf(desk, installable, o.unlocked);
  const { algorithm, vaultId, keyId, companyName, creditCode, enterprise } = application;
  const identity: PlatformIdentity = {
    id: crypto.randomUUID(),
    kind: 'platform',
    ...{ platform: desk.writer.platform, serial: certificate.serial, enterprise, companyName, creditCode },
    ...{ algorithm, vaultId, keyId, certificate: certificate.certificate },
    chain: [certificate.issuer, founded!.root],
    ...{ notBefore: certificate.notBefore, notAfter: certificate.notAfter, createdAt: desk.now },
  };
  // A millisecond apart: they stay in the order of the certificate.
  const seals = o.chosen.map(({ name, design, raster }, index) =>
    sealRecord({ identityId: identity.id, name, design, ...(raster && { raster }) }, desk.now + index),
  );
  if (!(await o.storage.install(application.id, identity, seals))) {
    throw new EnrolmentError('not-installable', { standing: 'installed' });
  }
  await writeChecked(desk, certificateInstalled, { serial: certificate.serial, proof });
  return identity;
}

/**
 * Says on the platform that a certificate is installed here, where that did not come to pass when it was.
 *
 * @throws EnrolmentError `no-such-certificate`, `other-key`, `not-permitted`; KeyError `vault-locked`; what the writer
 *   throws
 */
export async function confirmInstall(
  desk: CertificateDesk,
  identity: PlatformIdentity,
  unlocked: UnlockedVault,
): Promise<RecordId> {
  const certificate = desk.state.certificates.get(identity.serial);
  if (!certificate) throw new EnrolmentError('no-such-certificate', { serial: identity.serial });
  const proof = await proofOf(desk, { certificate, application: identity }, unlocked);
  return writeChecked(desk, certificateInstalled, { serial: identity.serial, proof });
}

/** @throws EnrolmentError `other-key`; KeyError `vault-locked` */
async function proofOf(
  { writer }: CertificateDesk,
  o: { certificate: PlatformCertificate; application: Pick<Application, 'vaultId' | 'keyId'> },
  unlocked: UnlockedVault,
): Promise<string> {
  const { certificate, serial } = o.certificate;
  const { vaultId, keyId } = o.application;
  const spki = publicKeyOf(certificate);
  if (unlocked.vaultId !== vaultId) throw new EnrolmentError('other-key');
  const statement = possessionStatement(writer.platform, serial);
  const proof = await unlocked.sign(keyId, statement);
  if (!verifyNow(spki, statement, proof)) throw new EnrolmentError('other-key');
  return encodeBase64url(proof);
}

/** @returns undefined where it is another seal than one for this certificate, of its company, by its issuer */
async function readIssuedSeal(
  der: Uint8Array,
  { certificate, issuer }: PlatformCertificate,
  { subject }: Order,
): Promise<SignedSeal | undefined> {
  let seal: SignedSeal;
  try {
    seal = await openSignedSeal(der);
  } catch (cause) {
    throw new EnrolmentError('bad-seal', {}, cause);
  }
  const digest = await sha256(certificate);
  const isOurs =
    bytesEqual(seal.signer, issuer) &&
    seal.companyName === subject.companyName &&
    seal.creditCode === subject.creditCode &&
    seal.certificates.some((one) => bytesEqual(one, digest));
  return isOurs ? seal : undefined;
}
