import type { DigestName } from '../../keys';
import { DER, derContents } from './der';

/** What a timestamp token says (RFC 3161 §2.4.2): that something with this digest existed at that time. */
export interface TimestampInfo {
  algorithm: DigestName | undefined;
  imprint: Uint8Array;
  time: Date;
}

/** DER contents of the object identifiers. */
const DIGESTS: Readonly<Record<string, DigestName>> = {
  '2a864886f70d0205': 'md5',
  '2b0e03021a': 'sha1',
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

/** Reads a TSTInfo; undefined where it is not well-formed. */
export function parseTimestampInfo(der: Uint8Array): TimestampInfo | undefined {
  const info = derContents(der, [DER.sequence])?.[0];
  const [, , messageImprint, , genTime] =
    (info && derContents(info, [DER.integer, DER.oid, DER.sequence, DER.integer, DER.generalizedTime])) ?? [];
  if (!messageImprint || !genTime) return undefined;
  const [identifier, imprint] = derContents(messageImprint, [DER.sequence, DER.octetString]) ?? [];
  const algorithm = identifier && derContents(identifier, [DER.oid])?.[0];
  const time = generalizedTime(genTime);
  if (!algorithm || !imprint || !time) return undefined;
  return { algorithm: DIGESTS[hex(algorithm)], imprint, time };
}

/** X.690 §11.7: UTC, with seconds; fractions of them are left away here. */
function generalizedTime(content: Uint8Array): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(new TextDecoder().decode(content));
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
