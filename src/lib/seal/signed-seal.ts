import * as v from 'valibot';
import { Unzlib, zlibSync } from 'fflate';
import { bytesEqual, utf8 } from '../keys';
import type { asn1 as Asn1, Issuer } from '../pki';
import { sealDesignSchema, type SealDesign } from './design';
import type { SealPicture, SealRaster } from './picture';
import { pictureToSvg } from './svg';

/**
 * Signed seals, after SESeal of GB/T 38540-2020 (version 4): a certification authority says that a picture is a seal
 * of a company and which certificates may use it. The structure is the standard's; signature and digests are those of
 * the platform's certificates (ECDSA P-256 or RSA with SHA-256) where it has SM2 and SM3. The picture is an SVG, and
 * two extensions carry what the app draws it from.
 *
 * `SESeal ::= SEQUENCE { eSealInfo SES_SealInfo, cert OCTET STRING, signAlgID OBJECT IDENTIFIER, signedValue BIT STRING }`
 */
export interface SealStatement {
  /** the seal's own number, of printable ASCII characters */
  id: string;
  /** what people call it, with the company's name */
  name: string;
  companyName: string;
  /** unified social credit code */
  creditCode: string;
  design: SealDesign;
  /** pixels of a scan */
  raster?: SealRaster;
  /** SHA-256 of the certificates (DER) that may use it */
  certificates: Uint8Array[];
  /** whole seconds */
  createdAt: Date;
  validFrom: Date;
  validUntil: Date;
}

/** A signed seal that was read, and whose signature is right. Whether its signer may sign seals, others say. */
export interface SignedSeal extends SealStatement {
  /** SVG */
  picture: string;
  /** DER of the certificate that signed */
  signer: Uint8Array;
}

type SignedSealErrorCode =
  /** No signed seal, or one that this app does not know. Detail: `what`. */
  | 'malformed'
  /** Altered, or signed by another key than it says. */
  | 'signature';

class SignedSealError extends Error {
  override readonly name = 'SignedSealError';

  constructor(
    readonly code: SignedSealErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`signed seal: ${code}`, { cause });
  }
}

/** Bytes of a signed seal: a large scan. */
const MAX_BYTES = 24 * 1024 * 1024;
const LARGEST_SIDE_PX = 4096;
/** Bytes that are unpacked at once: some 16 MB at most. */
const INFLATE_STEP = 16 * 1024;

const IA5_STRING = 0x16;
const VERSION = 4;
const VENDOR = 'SUIYIN';

/** SES_ESPropertyInfo.type: 1 seals of organisations, 2 of persons. */
const PERSONAL: ReadonlySet<SealDesign['kind']> = new Set(['legal-representative', 'signature']);

/**
 * Object identifiers below 2.25 of random UUIDs (ITU-T X.667), which need nobody's permission: the content of the OBJECT
 * IDENTIFIER, for they are longer than numbers are.
 */
const DESIGN = uuidOid('6d1f3f0e-52a7-4c0b-9b5e-0a86b8c1f7d2');
const COMPANY = uuidOid('f08e1f6b-7d34-4c6f-8f0a-3b0a2f5f9e41');
const RASTER = uuidOid('0b9b6a52-91ce-4f7d-a6f3-c2d4e1a07b18');

/**
 * Signs a seal.
 *
 * @param picture as `drawSeal` draws the statement's design
 * @param issuer  whose key signs; the certificate goes with it
 * @returns DER
 * @throws what the signer throws
 */
export async function signSeal(
  statement: SealStatement,
  picture: SealPicture,
  issuer: Issuer,
): Promise<Uint8Array> {
  const { asn1, standardSignature } = await import('../pki');
  const svg = await pictureToSvg(picture);
  const info = sealInfo(asn1, statement, picture, utf8(svg));
  const { signer, certificate } = issuer;
  const der = asn1.sequence(
    info,
    asn1.octetString(certificate),
    asn1.oid(ALGORITHMS[signer.algorithm]),
    asn1.bitString(await standardSignature(signer, info)),
  );
  await openSignedSeal(der); // what we cannot read ourselves never leaves
  return der;
}

const ALGORITHMS = { p256: '1.2.840.10045.4.3.2', rsa2048: '1.2.840.113549.1.1.11' } as const;

type Asn1Module = typeof Asn1;

function sealInfo(
  asn1: Asn1Module,
  statement: SealStatement,
  { widthMm, heightMm }: Pick<SealPicture, 'widthMm' | 'heightMm'>,
  svg: Uint8Array,
): Uint8Array {
  const { sequence, encode, unsignedInteger, utf8String, octetString, contextTag, TAG } = asn1;
  const ia5 = (text: string) => encode(IA5_STRING, utf8(text));
  const time = (date: Date) => encode(TAG.generalizedTime, utf8(generalizedTime(date)));
  const header = sequence(ia5('ES'), unsignedInteger(VERSION), ia5(VENDOR));
  const { design, raster, companyName, creditCode } = statement;
  const property = sequence(
    unsignedInteger(PERSONAL.has(design.kind) ? 2 : 1),
    utf8String(statement.name),
    unsignedInteger(2), // the certificates are given by their digests
    sequence(
      ...statement.certificates.map((digest) =>
        sequence(encode(TAG.printableString, utf8('SHA-256')), octetString(digest)),
      ),
    ),
    time(statement.createdAt),
    time(statement.validFrom),
    time(statement.validUntil),
  );
  const image = sequence(
    ia5('svg'),
    octetString(svg),
    unsignedInteger(Math.round(widthMm)),
    unsignedInteger(Math.round(heightMm)),
  );
  const extension = (id: Uint8Array, value: Uint8Array) => sequence(encode(TAG.oid, id), octetString(value));
  const extensions = [
    extension(DESIGN, utf8(JSON.stringify(design))),
    extension(COMPANY, sequence(utf8String(companyName), utf8String(creditCode))),
    ...(raster ? [extension(RASTER, encodeRaster(asn1, raster))] : []),
  ];
  return sequence(header, ia5(statement.id), property, image, encode(contextTag(0), sequence(...extensions)));
}

/**
 * Reads a signed seal and checks its signature. The certificate that goes with it is not under the signature: whether
 * it is unaltered and an authority's, whether the seal is for the certificate that wants to use it, and whether it is
 * its time, are the caller's questions.
 *
 * @throws SignedSealError `malformed`, `signature`
 */
export async function openSignedSeal(der: Uint8Array): Promise<SignedSeal> {
  const pki = await import('../pki');
  let read: ReturnType<typeof readSeal>;
  let spki: Uint8Array;
  try {
    if (der.length > MAX_BYTES) throw new RangeError('too large');
    read = readSeal(pki.asn1, der);
    spki = pki.publicKeyOf(read.seal.signer);
  } catch (cause) {
    throw new SignedSealError('malformed', { what: String(cause) }, cause);
  }
  if (!pki.isStandardSignature(read.algorithm, spki, read.info, read.value)) {
    throw new SignedSealError('signature');
  }
  return read.seal;
}

/** @throws PkiError and others: whatever is none */
function readSeal(asn1: Asn1Module, der: Uint8Array) {
  const { fields, readDer, isDer, octetsOf, bitsOf, oidOf, TAG } = asn1;
  const whole = readDer(der);
  if (!isDer(whole)) throw new TypeError('not DER');
  const outer = fields(whole, 'SESeal', TAG.sequence);
  const info = outer.next('eSealInfo', TAG.sequence);
  const signer = octetsOf(outer.next('cert', TAG.octetString));
  const algorithm = oidOf(outer.next('signAlgID', TAG.oid));
  const value = bitsOf(outer.next('signedValue', TAG.bitString));
  outer.end();
  return { seal: { ...readInfo(asn1, info), signer }, info: info.raw, algorithm, value };
}

function readInfo(asn1: Asn1Module, info: Asn1.Tlv): Omit<SignedSeal, 'signer'> {
  const { fields, octetsOf, timeOf, smallIntegerOf, TAG, contextTag, inside } = asn1;
  const parts = fields(info, 'SES_SealInfo');
  const header = fields(parts.next('header', TAG.sequence), 'SES_Header');
  const isOurs =
    text(header.next('ID', IA5_STRING)) === 'ES' && smallIntegerOf(header.next('version')) === VERSION;
  if (!isOurs) throw new TypeError('another kind of seal');
  header.next('Vid', IA5_STRING);
  header.end();
  const id = text(parts.next('esID', IA5_STRING));
  const property = fields(parts.next('property', TAG.sequence), 'SES_ESPropertyInfo');
  smallIntegerOf(property.next('type'));
  const name = text(property.next('name', TAG.utf8String));
  if (smallIntegerOf(property.next('certListType')) !== 2) throw new TypeError('certificates in full');
  const certificates = fields(property.next('certList', TAG.sequence), 'CertDigestList').all((item) => {
    const digest = fields(item, 'CertDigestObj', TAG.sequence);
    if (text(digest.next('type', TAG.printableString)) !== 'SHA-256') throw new TypeError('another digest');
    const value = octetsOf(digest.next('value', TAG.octetString));
    digest.end();
    return value;
  });
  const [createdAt, validFrom, validUntil] = ['createDate', 'validStart', 'validEnd'].map((what) =>
    timeOf(property.next(what, TAG.generalizedTime)),
  ) as [Date, Date, Date];
  property.end();
  const image = fields(parts.next('picture', TAG.sequence), 'SES_ESPictureInfo');
  if (text(image.next('type', IA5_STRING)) !== 'svg') throw new TypeError('another kind of picture');
  const picture = utf8Text(octetsOf(image.next('data', TAG.octetString)));
  smallIntegerOf(image.next('width'));
  smallIntegerOf(image.next('height'));
  image.end();
  const extensions = inside(parts.next('extDatas', contextTag(0)), 'extDatas');
  parts.end();
  return {
    ...{ id, name, certificates, createdAt, validFrom, validUntil, picture },
    ...readExtensions(asn1, extensions),
  };
}

function readExtensions(asn1: Asn1Module, list: Asn1.Tlv) {
  const { fields, octetsOf, TAG, readDer } = asn1;
  const values = fields(list, 'ExtensionDatas', TAG.sequence).all((item) => {
    const parts = fields(item, 'ExtData', TAG.sequence);
    const id = parts.next('extnID', TAG.oid).content;
    const value = octetsOf(parts.next('extnValue', TAG.octetString));
    parts.end();
    return { id, value };
  });
  const valueOf = (id: Uint8Array) => values.find((one) => bytesEqual(one.id, id))?.value;
  const [design, company, pixels] = [DESIGN, COMPANY, RASTER].map(valueOf);
  if (!design || !company) throw new TypeError('no seal of this app');
  const owner = fields(readDer(company), 'company', TAG.sequence);
  const companyName = text(owner.next('name', TAG.utf8String));
  const creditCode = text(owner.next('creditCode', TAG.utf8String));
  owner.end();
  return {
    ...{ companyName, creditCode },
    design: v.parse(sealDesignSchema, JSON.parse(utf8Text(design))),
    ...(pixels && { raster: decodeRaster(asn1, pixels) }),
  };
}

/** SEQUENCE { width INTEGER, height INTEGER, pixels OCTET STRING }: rgba, compressed by zlib. */
function encodeRaster(asn1: Asn1Module, { widthPx, heightPx, rgba }: SealRaster): Uint8Array {
  const { sequence, unsignedInteger, octetString } = asn1;
  return sequence(unsignedInteger(widthPx), unsignedInteger(heightPx), octetString(zlibSync(rgba)));
}

function decodeRaster(asn1: Asn1Module, der: Uint8Array): SealRaster {
  const parts = asn1.fields(asn1.readDer(der), 'raster', asn1.TAG.sequence);
  const widthPx = asn1.smallIntegerOf(parts.next('width'));
  const heightPx = asn1.smallIntegerOf(parts.next('height'));
  const compressed = asn1.octetsOf(parts.next('pixels', asn1.TAG.octetString));
  parts.end();
  return { widthPx, heightPx, rgba: inflateRaster(compressed, widthPx, heightPx) };
}

/**
 * Pixels as they were compressed by zlib.
 *
 * @throws RangeError where they are more or fewer than the sides say; hardly takes more memory than these
 */
export function inflateRaster(compressed: Uint8Array, widthPx: number, heightPx: number): Uint8Array {
  const isSize = [widthPx, heightPx].every((px) => Number.isInteger(px) && px >= 1 && px <= LARGEST_SIDE_PX);
  if (!isSize) throw new RangeError('size of the picture');
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  let length = 0;
  const inflate = new Unzlib((chunk) => {
    if (length + chunk.length > rgba.length) throw new RangeError('size of the picture');
    rgba.set(chunk, length);
    length += chunk.length;
  });
  for (let at = 0; at < compressed.length; at += INFLATE_STEP) {
    inflate.push(compressed.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= compressed.length);
  }
  if (length !== rgba.length) throw new RangeError('size of the picture');
  return rgba;
}

function text({ content }: { content: Uint8Array }): string {
  return utf8Text(content);
}

function utf8Text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** `YYYYMMDDHHMMSSZ` (X.690 §11.7). */
function generalizedTime(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
}

/** 2.25.<UUID as a number>: base 128, the two first arcs in one (X.690 §8.19). */
function uuidOid(uuid: string): Uint8Array {
  const octets: number[] = [];
  for (let rest = BigInt(`0x${uuid.replaceAll('-', '')}`); rest > 0n; rest >>= 7n) {
    octets.unshift(Number(rest & 0x7fn) | (octets.length > 0 ? 0x80 : 0));
  }
  return Uint8Array.of(105, ...octets);
}
