import { sha256 } from '../keys';
import { encodeBase64url, type RecordId } from '../ledger';
import { describeCertificate, issueCompany, type Issuer, type Signer } from '../pki';
import { signSeal, type SealPicture } from '../seal';
import { writeChecked, type CertificateDesk, type NamedFile } from './desk';
import { EnrolmentError } from './enrolment-error';
import { certificateIssued } from './kinds/certificate-issued';
import { verifiedPerson } from './membership';
import { orderIn } from './orders';
import { countedFrom } from './renewal-term';
import { openBytes, sealBytes } from './private-parts';
import { readSealWishes, type SealWish } from './seal-wishes';
import type { Order } from './state';

/** Certificates begin a little earlier than they are made, for verifiers whose clock is behind. */
const BACKDATED_MS = 10 * 60_000;

/**
 * The seals that an applicant wants signed.
 *
 * @param file that `order.seals` names
 * @param key  the operator's X25519 key
 * @throws SealedError; EnrolmentError `damaged`, `seal-name`
 */
export async function openSealWishes(order: Order, file: Blob, key: CryptoKey): Promise<SealWish[]> {
  const bytes = await openBytes(key, 'seals', order.person, file);
  return readSealWishes(bytes, order.subject.companyName);
}

/** A seal that the operator has seen drawn, and signs as it was seen. */
export interface SealToSign {
  wish: SealWish;
  /** as `drawSeal` draws its design */
  picture: SealPicture;
}

/**
 * A CA operator issues what was ordered and paid for: the certificate, and signed seals that name it, sealed to the
 * applicant.
 *
 * @param o.signer of the operator's issuing key
 * @param o.seals  of the applicant's wishes, those that the operator agrees to
 * @throws EnrolmentError `no-such-order`, `not-certified`, `not-permitted`; PkiError `key-mismatch` for another key than
 *   that of the operator's issuing certificate, `outside-issuer-validity`; what the signer and the writer throw
 */
export async function issueCertificate(
  desk: CertificateDesk,
  o: { order: RecordId; signer: Signer; seals?: readonly SealToSign[] },
): Promise<RecordId> {
  const order = orderIn(desk, o.order);
  const issuing = desk.state.founded?.issuers.get(desk.writer.author);
  if (!issuing) throw new EnrolmentError('not-certified');
  const issuer = { certificate: issuing, signer: o.signer };
  const certificate = await issueCompany({
    ...{ request: order.request, issuer, years: order.years },
    notBefore: new Date(Math.max(desk.now - BACKDATED_MS, describeCertificate(issuing).notBefore.getTime())),
    countedFrom: countedFrom(desk.state.certificates, order, desk.now),
  });
  const seals: { blob: NamedFile; digest: string }[] = [];
  for (const [index, seal] of (o.seals ?? []).entries()) {
    seals.push(await signedSeal(desk, { order, certificate, issuer, index }, seal));
  }
  const body = {
    order: o.order,
    certificate: encodeBase64url(certificate),
    seals: seals.map(({ blob, digest }) => ({ blob: blob.id, digest })),
  };
  return writeChecked(
    desk,
    certificateIssued,
    body,
    seals.map(({ blob }) => blob),
  );
}

async function signedSeal(
  { state, writer, now }: CertificateDesk,
  o: { order: Order; certificate: Uint8Array; issuer: Issuer; index: number },
  { wish, picture }: SealToSign,
): Promise<{ blob: NamedFile; digest: string }> {
  const { subject, person } = o.order;
  const { serialNumber, notBefore, notAfter } = describeCertificate(o.certificate);
  const { name, design, raster } = wish;
  const statement = {
    id: `${serialNumber}-${o.index + 1}`,
    ...{ name, companyName: subject.companyName, creditCode: subject.creditCode, design },
    ...(raster && { raster }),
    certificates: [await sha256(o.certificate)],
    createdAt: new Date(Math.floor(now / 1000) * 1000),
    ...{ validFrom: notBefore, validUntil: notAfter },
  };
  const der = await signSeal(statement, picture, o.issuer);
  const recipient = verifiedPerson(state, person)?.recipient;
  const blob = await sealBytes(recipient ? [recipient] : [], 'signed-seal', writer.author, der);
  return { blob, digest: encodeBase64url(await sha256(der)) };
}
