import * as v from 'valibot';
import { jsonIn } from '../../keys';
import { decodeBase64url, encodeBase64url } from '../../ledger';
import { sealDesignSchema } from '../../seal';
import { RemoteSealError } from './error';

/** Messages have at most so many bytes; a document in one of them is therefore a little smaller. */
export const MAX_REMOTE_MESSAGE_BYTES = 24 << 20;

/** Names, dates and places of one message have at most so many bytes. */
const MAX_HEADER_BYTES = 4 << 20;

const MAX_SEALS = 50;
const MAX_STAMPS = 20_000;

const text = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest));
const id = text(100);
const count = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const base64 = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(Math.ceil(most / 3) * 4),
    v.transform((encoded) => decodeBase64url(encoded) ?? new Uint8Array()),
    v.check((bytes) => bytes.length >= least && bytes.length <= most),
  );
const der = base64(1, 64 * 1024);
const digest = base64(32, 32);
const millimetres = v.pipe(v.number(), v.minValue(-100_000), v.maxValue(100_000));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const pages = count(1, 1_000_000);

const offeredSeal = v.strictObject({
  id,
  name: text(240),
  design: sealDesignSchema,
  /** of a scan: its pixels stand, deflated, in the body, in the order of the seals */
  raster: v.optional(
    v.strictObject({ widthPx: count(1, 4096), heightPx: count(1, 4096), bytes: count(1, 16 << 20) }),
  ),
});

const stamp = v.strictObject({
  placementId: id,
  sealId: id,
  pageIndex: count(0, 999_999),
  xMm: millimetres,
  yMm: millimetres,
  widthMm: millimetres,
  heightMm: millimetres,
  slice: v.optional(v.strictObject({ from: share, to: share })),
  rotationDeg: v.optional(millimetres),
});

const schema = v.variant('kind', [
  /** phone: these seals can be placed, and this certificate signs. Body: pixels of scans */
  v.strictObject({
    kind: v.literal('offer'),
    companyName: text(1000),
    algorithm: v.picklist(['p256', 'rsa2048']),
    certificate: der,
    /** issuer first, root last */
    chain: v.pipe(v.array(der), v.minLength(1), v.maxLength(8)),
    seals: v.pipe(v.array(offeredSeal), v.minLength(1), v.maxLength(MAX_SEALS)),
  }),
  /** desktop: seal this document, which is the body, with these stamps. The phone does it all */
  v.strictObject({
    kind: v.literal('document'),
    id,
    name: text(1000),
    pages,
    stamps: v.pipe(v.array(stamp), v.minLength(1), v.maxLength(MAX_STAMPS)),
  }),
  /** desktop: sign this digest of a document that is too large, or too far away, to be sent */
  v.strictObject({
    kind: v.literal('digest'),
    id,
    name: text(1000),
    pages,
    /** SHA-256 of what the signature will cover */
    digest,
    seals: v.pipe(
      v.array(
        v.strictObject({ sealId: id, straddles: v.boolean(), count: count(1, MAX_STAMPS), pages: text(400) }),
      ),
      v.minLength(1),
      v.maxLength(2 * MAX_SEALS),
    ),
  }),
  /** phone: what is to follow the document's bytes, as the body */
  v.strictObject({
    kind: v.literal('tail'),
    id,
    fieldName: text(1000),
    method: v.picklist(['annotations', 'fields']),
  }),
  /** phone: P1363 or PKCS#1 v1.5 over the signed attributes of the digest */
  v.strictObject({ kind: v.literal('signature'), id, signature: base64(64, 512) }),
  /** phone: the person has said no, or it cannot be sealed; `code` of the error */
  v.strictObject({ kind: v.literal('refused'), id, code: text(100) }),
  /** desktop: an order is taken back, or what the phone has made for it is not used */
  v.strictObject({ kind: v.literal('withdrawn'), id }),
  /** desktop: what the phone has made is here, and the document is sealed */
  v.strictObject({ kind: v.literal('received'), id }),
  /** either: nothing more will come */
  v.strictObject({ kind: v.literal('end') }),
]);

export type RemoteMessage = v.InferOutput<typeof schema>;
export type RemoteMessageOf<K extends RemoteMessage['kind']> = Extract<RemoteMessage, { kind: K }>;

/** A message and the bytes that go with it. */
export interface RemoteParcel<M extends RemoteMessage = RemoteMessage> {
  message: M;
  body: Uint8Array<ArrayBuffer>;
}

/** As it travels: length of the header (4 bytes, big endian), the header as JSON in UTF-8, the body. */
export function packMessage(message: RemoteMessage, body: Uint8Array = new Uint8Array()): Uint8Array {
  const json = JSON.stringify(message, (_, value: unknown) =>
    value instanceof Uint8Array ? encodeBase64url(value) : value,
  );
  const header = new TextEncoder().encode(json);
  const packed = new Uint8Array(4 + header.length + body.length);
  new DataView(packed.buffer).setUint32(0, header.length);
  packed.set(header, 4);
  packed.set(body, 4 + header.length);
  return packed;
}

/** @throws RemoteSealError `bad-message` */
export function unpackMessage(bytes: Uint8Array): RemoteParcel {
  if (bytes.length < 4 || bytes.length > MAX_REMOTE_MESSAGE_BYTES) throw new RemoteSealError('bad-message');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (length > MAX_HEADER_BYTES || 4 + length > bytes.length) throw new RemoteSealError('bad-message');
  const result = v.safeParse(schema, parseJson(bytes.subarray(4, 4 + length)));
  if (!result.success) {
    throw new RemoteSealError('bad-message', { reason: v.getDotPath(result.issues[0]) ?? undefined });
  }
  return { message: result.output, body: bytes.slice(4 + length) };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return jsonIn(bytes);
  } catch {
    return undefined;
  }
}
