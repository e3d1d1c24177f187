import { countSeals, pageList, type Stamp } from '../../pdf/place';
import { sealPdf, type SealedPdf, type SealingSigner } from '../../pdf/sign';
import { signedAttributesOf } from '../../pki';
import type { SealPicture } from '../../seal';
import { RemoteSealError } from './error';
import { packMessage, type RemoteMessageOf, type RemoteParcel } from './messages';

/** The seals of one kind in a document, told in short. */
export interface PlacedSeals {
  sealId: string;
  /** over the edges of pages 骑缝 */
  straddles: boolean;
  count: number;
  /** `1-3, 8`, from 1 */
  pages: string;
}

/** What a person reads of an order before they type the PIN. */
export interface OrderSummary {
  id: string;
  name: string;
  pages: number;
  seals: PlacedSeals[];
}

export function summaryOfStamps(stamps: readonly Stamp[]): PlacedSeals[] {
  const groups = new Map<string, Stamp[]>();
  for (const stamp of stamps) {
    const key = `${stamp.slice ? 1 : 0} ${stamp.sealId}`;
    const group = groups.get(key);
    if (group) group.push(stamp);
    else groups.set(key, [stamp]);
  }
  return [...groups].map(([key, group]) => ({
    sealId: key.slice(2),
    straddles: key.startsWith('1'),
    count: countSeals(group),
    pages: pageList(group.map(({ pageIndex }) => pageIndex)),
  }));
}

/** @throws RemoteSealError `unknown-seal` for one that this phone has not offered */
export function summaryOf(
  order: RemoteMessageOf<'document'> | RemoteMessageOf<'digest'>,
  isOffered: (sealId: string) => boolean,
): OrderSummary {
  const { id, name, pages } = order;
  const seals = order.kind === 'document' ? summaryOfStamps(order.stamps) : order.seals;
  const unknown = seals.find(({ sealId }) => !isOffered(sealId));
  if (unknown) throw new RemoteSealError('unknown-seal', { sealId: unknown.sealId });
  return { id, name, pages, seals };
}

/**
 * The phone seals the document that it was sent: with its own seals, over the bytes that it has. Nothing that the
 * desktop says of them counts.
 *
 * @returns the answer, to be sent
 * @throws RemoteSealError `unknown-seal`; SealError; what the signer throws
 */
export async function sealOrder(
  { message, body }: RemoteParcel<RemoteMessageOf<'document'>>,
  o: {
    pictures: ReadonlyMap<string, SealPicture>;
    signer: SealingSigner;
    signerName: string;
    /** by the phone's clock */
    signingTime: Date;
  },
): Promise<Uint8Array> {
  const document = new Blob([body], { type: 'application/pdf' });
  const { blob, fieldName, method } = await sealPdf(document, {
    ...o,
    stamps: message.stamps,
  });
  const tail = new Uint8Array(await blob.slice(document.size).arrayBuffer());
  return packMessage({ kind: 'tail', id: message.id, fieldName, method }, tail);
}

/**
 * The phone signs a digest that it cannot check. It makes what is signed anew, so that the signature is good for one
 * document only, and for nothing but a document.
 *
 * @returns the answer, to be sent
 */
export async function signOrder(
  { id, digest }: RemoteMessageOf<'digest'>,
  signer: SealingSigner,
): Promise<Uint8Array> {
  const signedAttrs = await signedAttributesOf(signer.certificate, digest);
  return packMessage({ kind: 'signature', id, signature: await signer.sign(signedAttrs, digest) });
}

/** The desktop puts what the phone has made behind the document that it sent. */
export function joinTail(
  document: Blob,
  { message, body }: RemoteParcel<RemoteMessageOf<'tail'>>,
): SealedPdf {
  const { fieldName, method } = message;
  const blob = new Blob([document, body], { type: 'application/pdf' });
  return { blob, appendedBytes: body.length, fieldName, method };
}
