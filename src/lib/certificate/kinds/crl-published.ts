import * as v from 'valibot';
import { decodeBase64url, type RecordContext } from '../../ledger';
import { readCrlNow, type CrlContents } from '../../pki';
import { fields, hasRole } from '../../platform';
import { issuersOf, keyNameOf, revokedOf } from '../issuing-key';
import type { CertificateKind, CertificateState } from './pieces';

/** What fits into a record, base64 twice: some 900 certificates. */
export const MAX_CRL_BYTES = 34 * 1024;

const schema = v.strictObject({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** DER */
  crl: fields.bytes(MAX_CRL_BYTES),
});

type Body = v.InferOutput<typeof schema>;

const CLOCKS_MS = 5 * 60_000;
/** A list may wait for a connection, but not be made to say what was true long ago. */
const MAX_BACKDATED_MS = 7 * 24 * 3_600_000;

/**
 * A CA operator publishes the revocation list of their issuing key. It says what the records say: all that was
 * revoked before it was made and has not expired, and nothing else.
 */
export const crlPublished: CertificateKind<Body> = {
  kind: 'crl.published',
  schema,

  authority(state, record) {
    if (!hasRole(state, record.author, 'ca-operator')) return 'not-operator';
    const read = readList(state, record);
    if (!read) return 'bad-list';
    const { key, list } = read;
    const [thisUpdate, before] = [list.thisUpdate.getTime(), state.crls.get(key)];
    if (list.number !== record.body.number) return 'other-number';
    if (before && (list.number <= before.number || thisUpdate < before.thisUpdate)) return 'not-newer';
    const age = record.receivedAt - thisUpdate;
    if (age < -CLOCKS_MS || age > MAX_BACKDATED_MS) return 'impossible-time';
    return entriesRefusal(state, key, list);
  },

  reduce(state, record) {
    const { key, list } = readList(state, record)!;
    state.crls.set(key, {
      record: record.id,
      number: list.number,
      crl: decodeBase64url(record.body.crl)!,
      thisUpdate: list.thisUpdate.getTime(),
      nextUpdate: list.nextUpdate.getTime(),
    });
  },
};

function readList(
  state: CertificateState,
  { author, body }: RecordContext<Body>,
): { key: string; list: CrlContents } | undefined {
  const crl = decodeBase64url(body.crl)!;
  for (const issuer of issuersOf(state, author)) {
    const list = readCrlNow(crl, issuer);
    if (list) return { key: keyNameOf(issuer), list };
  }
  return undefined;
}

function entriesRefusal(state: CertificateState, key: string, list: CrlContents): string | undefined {
  const revoked = new Map(revokedOf(state, key).map((one) => [one.serial, one]));
  for (const { serialNumber, at, reason } of list.revoked) {
    const { revoked: revocation } = revoked.get(serialNumber) ?? {};
    const isSame = revocation?.reason === reason && Math.floor(revocation.at / 1000) * 1000 === at.getTime();
    if (!isSame) return 'other-revocation';
  }
  const listed = new Set(list.revoked.map(({ serialNumber }) => serialNumber));
  const missing = [...revoked.values()].some(
    ({ serial, notAfter, revoked: revocation }) =>
      !listed.has(serial) &&
      revocation!.recordedAt <= list.thisUpdate.getTime() &&
      notAfter >= list.thisUpdate.getTime(),
  );
  return missing ? 'incomplete' : undefined;
}
