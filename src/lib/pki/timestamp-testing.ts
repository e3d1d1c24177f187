/** For tests: time stamps of any time and any shape, which no program makes. */
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readCertificate } from './certificate';
import { contextTag, encode, octetString, oid, sequence, setOf, TAG, unsignedInteger } from './der';
import { OID } from './oid';
import { fields, readDer } from './tlv';
import { bytesOfHex } from './value';

export interface StampRecipe {
  /** DER */
  certificate: Uint8Array;
  /** of the certificate, PEM; ECDSA */
  key: string;
  /** further certificates that go along */
  chain?: Uint8Array[];
  /** what is stamped */
  data: Uint8Array;
  time: Date;
  /** name of the digest of what is stamped */
  digest?: 'sha1' | 'sha256' | 'sha512';
  /** further elements of TSTInfo */
  more?: Uint8Array[];
  /** whether the signed attributes name the certificate; default yes */
  namesCertificate?: boolean;
  version?: number;
  eContentType?: string;
  /** how many signers; each the same */
  signers?: number;
}

const DIGESTS = { sha1: OID.sha1, sha256: OID.sha256, sha512: OID.sha512 };

/** A time-stamp token (RFC 3161 §2.4.2), DER. */
export function makeTimestamp(recipe: StampRecipe): Uint8Array {
  const { certificate, data, time, digest = 'sha256', eContentType = OID.tstInfo } = recipe;
  const digits = time.toISOString().replace(/\..*$/, '').replace(/[-T:]/g, '');
  const info = sequence(
    unsignedInteger(recipe.version ?? 1),
    oid('1.2.3.4'),
    sequence(sequence(oid(DIGESTS[digest])), octetString(hash(digest, data))),
    unsignedInteger(7),
    encode(TAG.generalizedTime, new TextEncoder().encode(`${digits}Z`)),
    ...(recipe.more ?? []),
  );
  const signedAttrs = setOf([
    attribute(OID.contentType, oid(eContentType)),
    attribute(OID.messageDigest, octetString(hash('sha256', info))),
    ...(recipe.namesCertificate === false
      ? []
      : [
          attribute(
            OID.signingCertificateV2,
            sequence(sequence(sequence(octetString(hash('sha256', certificate))))),
          ),
        ]),
  ]);
  const { issuer, serialNumber } = readCertificate(certificate);
  const signature = sign('sha256', signedAttrs, createPrivateKey(recipe.key));
  const signerInfo = sequence(
    unsignedInteger(1),
    sequence(issuer, encode(TAG.integer, bytesOfHex(serialNumber))),
    sequence(oid(OID.sha256)),
    encode(contextTag(0), signedAttrs.subarray(signedAttrs.length - contentLength(signedAttrs))),
    sequence(oid(OID.ecdsaWithSHA256)),
    octetString(new Uint8Array(signature)),
  );
  const signedData = sequence(
    unsignedInteger(3),
    setOf([sequence(oid(OID.sha256))]),
    sequence(oid(eContentType), encode(contextTag(0), octetString(info))),
    setOf([certificate, ...(recipe.chain ?? [])], contextTag(0)),
    setOf(Array.from({ length: recipe.signers ?? 1 }, () => signerInfo)),
  );
  return sequence(oid(OID.signedData), encode(contextTag(0), signedData));
}

/** A CMS message with a time stamp over its (only) signature, as an unsigned attribute. */
export function withTimestamps(
  message: Uint8Array,
  make: (signature: Uint8Array) => Uint8Array[],
): Uint8Array {
  const contentInfo = fields(readDer(message), 'ContentInfo');
  const type = contentInfo.next('contentType').raw;
  const signedData = fields(
    fields(contentInfo.next('content'), 'content').next('SignedData'),
    'SignedData',
  ).rest();
  const signerInfos = fields(signedData.at(-1) ?? readDer(message), 'signerInfos');
  const signerInfo = signerInfos.next('SignerInfo');
  const parts = fields(signerInfo, 'SignerInfo').rest();
  const signature = parts.at(-1)?.content ?? new Uint8Array();
  const stamps = sequence(oid(OID.signatureTimeStampToken), setOf(make(signature)));
  const stamped = sequence(...parts.map(({ raw }) => raw), setOf([stamps], contextTag(1)));
  const rest = signedData.slice(0, -1).map(({ raw }) => raw);
  const others = signerInfos.rest().map(({ raw }) => raw);
  return sequence(type, encode(contextTag(0), sequence(...rest, encode(0x31, stamped, ...others))));
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), setOf([value]));
}

function hash(name: string, data: Uint8Array): Uint8Array {
  return new Uint8Array(createHash(name).update(data).digest());
}

function contentLength(element: Uint8Array): number {
  const first = element[1] ?? 0;
  return first < 0x80 ? element.length - 2 : element.length - 2 - (first & 0x7f);
}
