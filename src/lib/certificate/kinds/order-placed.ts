import * as v from 'valibot';
import { decodeBase64url, type RecordContext } from '../../ledger';
import { parseRequestNow, type RequestContents } from '../../pki';
import { CERTIFICATE_YEARS, fields } from '../../platform';
import { keyName } from '../issuing-key';
import { isMember, verifiedEnterprise } from '../membership';
import { openOrderOf, usableCertificateOf } from '../standing';
import { addStep, type CertificateKind, type CertificateState } from './pieces';
import { serialNumber } from './serial-number';

const schema = v.strictObject({
  enterprise: fields.recordId,
  years: v.picklist(CERTIFICATE_YEARS),
  amount: fields.fen,
  /** PKCS#10, DER */
  request: fields.bytes(2048),
  seals: v.optional(fields.blobId),
  replaces: v.optional(serialNumber),
});

type Body = v.InferOutput<typeof schema>;

/**
 * Somebody who acts for a company orders a certificate (manual 3.7), or its renewal (4.1), for a key of their device.
 * That they have the key is checked here and now, by arithmetic that is the same on every device.
 */
export const orderPlaced: CertificateKind<Body> = {
  kind: 'order.placed',
  schema,

  authority(state, record) {
    const { author, body } = record;
    if (!isMember(state, body.enterprise, author)) return 'not-member';
    if (body.amount !== state.founded?.fees[body.years]) return 'wrong-fee';
    if (openOrderOf(state, body.enterprise, author)) return 'open-order';
    return requestRefusal(state, body) ?? renewalRefusal(state, record);
  },

  reduce(state, record) {
    const { id, author, receivedAt, body } = record;
    const { enterprise, years, amount, seals, replaces } = body;
    const request = decodeBase64url(body.request)!;
    const { subject, spki } = parseRequestNow(request);
    state.usedKeys.set(keyName(spki), id);
    state.people.get(author)!.orders.push(id);
    state.orders.set(id, {
      ...{ id, person: author, enterprise, years, amount, request, subject },
      spki: spki.slice(),
      ...(seals !== undefined && { seals }),
      ...(replaces !== undefined && { replaces }),
      at: receivedAt,
      state: { name: 'placed' },
      history: [],
    });
    addStep(state.orders.get(id)!, record, 'placed');
  },
};

function requestRefusal(state: CertificateState, { request, enterprise: id }: Body): string | undefined {
  let contents: RequestContents;
  try {
    contents = parseRequestNow(decodeBase64url(request)!);
  } catch {
    return 'bad-request';
  }
  const { subject, spki } = contents;
  const enterprise = verifiedEnterprise(state, id)!;
  const isOwn =
    subject.companyName === enterprise.companyName &&
    subject.creditCode === enterprise.creditCode &&
    subject.platformName === state.founded?.name;
  if (!isOwn) return 'other-subject';
  return state.usedKeys.has(keyName(spki)) ? 'key-used' : undefined;
}

/** Who has a certificate that is good still renews it, and nobody else's. */
function renewalRefusal(
  state: CertificateState,
  { author, receivedAt, body }: RecordContext<Body>,
): string | undefined {
  const usable = usableCertificateOf(state, body.enterprise, author, receivedAt);
  if (body.replaces === undefined) return usable ? 'certificate-in-force' : undefined;
  const old = state.certificates.get(body.replaces);
  if (!old || old.person !== author || old.enterprise !== body.enterprise) return 'not-own-certificate';
  if (old.replacedBy !== undefined) return 'replaced-already';
  return usable && usable.serial !== old.serial ? 'certificate-in-force' : undefined;
}
