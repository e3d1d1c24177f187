import * as v from 'valibot';
import { bytesEqual } from '../../keys';
import { decodeBase64url, type RecordContext } from '../../ledger';
import { describeCertificate, isIssuedByNow, publicKeyOf, wholeYears, type CertificateInfo } from '../../pki';
import { fields } from '../../platform';
import { countedFrom } from '../renewal-term';
import type { Order } from '../state';
import { addStep, operatorRefusal, type CertificateKind, type CertificateState } from './pieces';

const schema = v.strictObject({
  order: fields.recordId,
  certificate: fields.certificate,
  seals: v.pipe(v.array(v.strictObject({ blob: fields.blobId, digest: fields.hash })), v.maxLength(10)),
});

type Body = v.InferOutput<typeof schema>;

/** How far a certificate may begin from when the platform takes it: an operator may work offline for days. */
const MAX_BACKDATED_MS = 7 * 24 * 3_600_000;
const MAX_AHEAD_MS = 24 * 3_600_000;

/**
 * A CA operator certifies the key of an order that is paid, with their own issuing key. The certificate is checked
 * to be the one that was ordered, and its signature by arithmetic that is the same on every device; its chain up to
 * the root by whoever installs it and whoever verifies what it signed.
 */
export const certificateIssued: CertificateKind<Body> = {
  kind: 'certificate.issued',
  schema,

  authority(state, record) {
    const { author, body } = record;
    const order = state.orders.get(body.order);
    const refusal = operatorRefusal(state, author, order?.person);
    if (refusal !== undefined) return refusal;
    if (!order) return 'no-such-order';
    if (order.state.name !== 'approved') return 'not-approved';
    return certificateRefusal(state, order, record);
  },

  reduce(state, record) {
    const { author, receivedAt, body } = record;
    const order = state.orders.get(body.order)!;
    const certificate = decodeBase64url(body.certificate)!;
    const { serialNumber: serial, notBefore, notAfter } = describeCertificate(certificate);
    const { id, enterprise, person, replaces } = order;
    state.certificates.set(serial, {
      ...{ serial, order: id, enterprise, person, certificate },
      issuer: state.founded!.issuers.get(author)!,
      notBefore: notBefore.getTime(),
      notAfter: notAfter.getTime(),
      seals: body.seals.map((seal) => ({ ...seal })),
      issuedBy: author,
      issuedAt: receivedAt,
      ...(replaces !== undefined && { replaces }),
    });
    state.people.get(person)!.certificates.push(serial);
    order.state = { name: 'issued', serial };
    addStep(order, record, 'issued');
  },
};

function certificateRefusal(
  state: CertificateState,
  order: Order,
  { author, receivedAt, body }: RecordContext<Body>,
): string | undefined {
  const issuer = state.founded?.issuers.get(author);
  if (!issuer) return 'not-certified';
  const certificate = decodeBase64url(body.certificate)!;
  let info: CertificateInfo;
  try {
    info = describeCertificate(certificate);
    if (!bytesEqual(publicKeyOf(certificate), order.spki)) return 'other-key';
  } catch {
    return 'bad-certificate';
  }
  if (!isIssuedByNow(certificate, issuer)) return 'other-issuer';
  if (!isOfOrder(info, order)) return 'other-subject';
  if (!isCompanyProfile(info)) return 'other-profile';
  const { notBefore, notAfter } = info;
  // What was issued before renewals were counted from the old end, or when that was past already, counts from its own.
  const from = [notBefore, countedFrom(state.certificates, order, notBefore.getTime())];
  const isYears = from.some(
    (day) => day && wholeYears(day, order.years).notAfter.getTime() === notAfter.getTime(),
  );
  if (!isYears) return 'other-validity';
  const ahead = notBefore.getTime() - receivedAt;
  if (ahead > MAX_AHEAD_MS || ahead < -MAX_BACKDATED_MS) return 'other-validity';
  if (notAfter > describeCertificate(issuer).notAfter) return 'outlives-issuer';
  return state.certificates.has(info.serialNumber) ? 'serial-used' : undefined;
}

function isOfOrder(info: CertificateInfo, { subject }: Order): boolean {
  return (
    info.commonName === subject.companyName &&
    info.organization === subject.companyName &&
    info.creditCode === subject.creditCode &&
    info.platform === subject.platformName
  );
}

function isCompanyProfile({ isCa, keyUsage, extendedKeyUsage }: CertificateInfo): boolean {
  return (
    !isCa &&
    keyUsage?.join() === 'digitalSignature,nonRepudiation' &&
    (extendedKeyUsage?.includes('1.3.6.1.5.5.7.3.36') ?? false)
  );
}
