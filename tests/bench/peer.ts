/** The peer: @libpdf/core stamping the same vector drawing on the same pages and signing with the same key. */
import { CryptoKeySigner, ops, PDF } from '@libpdf/core';
import type { PathCommand, SealPicture } from '../../src/lib/seal';

const POINTS_PER_MM = 72 / 25.4;
const PLACE_PT = [300, 400] as const;

export interface PeerIdentity {
  privateKey: CryptoKey;
  /** DER */
  certificate: Uint8Array;
  /** DER, issuer first */
  chain: Uint8Array[];
}

function operatorOf(command: PathCommand) {
  switch (command[0]) {
    case 'M':
      return ops.moveTo(command[1], command[2]);
    case 'L':
      return ops.lineTo(command[1], command[2]);
    case 'C':
      return ops.curveTo(command[1], command[2], command[3], command[4], command[5], command[6]);
    case 'Z':
      return ops.closePath();
  }
}

function drawingOf(picture: SealPicture) {
  const scale = POINTS_PER_MM;
  const operators = [ops.concatMatrix(scale, 0, 0, -scale, 0, picture.heightMm * scale)];
  operators.push(ops.setNonStrokingRGB(0.784, 0.063, 0.18));
  for (const path of picture.paths) {
    operators.push(
      ...path.commands.map(operatorOf),
      path.rule === 'evenodd' ? ops.fillEvenOdd() : ops.fill(),
    );
  }
  return operators;
}

/** @returns the sealed document */
export async function sealWithPeer(
  document: Uint8Array,
  picture: SealPicture,
  pageIndices: readonly number[],
  identity: PeerIdentity,
): Promise<Uint8Array> {
  const pdf = await PDF.load(document);
  const width = picture.widthMm * POINTS_PER_MM;
  const height = picture.heightMm * POINTS_PER_MM;
  const stamp = pdf.createFormXObject({ bbox: { x: 0, y: 0, width, height }, operators: drawingOf(picture) });
  for (const index of pageIndices) {
    const page = pdf.getPage(index);
    if (!page) throw new Error(`no page ${index + 1}`);
    const name = page.registerXObject(stamp);
    page.drawOperators([
      ops.pushGraphicsState(),
      ops.concatMatrix(1, 0, 0, 1, ...PLACE_PT),
      ops.paintXObject(name),
      ops.popGraphicsState(),
    ]);
  }
  const { privateKey, certificate, chain } = identity;
  const signer = new CryptoKeySigner(privateKey, certificate, 'EC', 'ECDSA', chain);
  return (await pdf.sign({ signer })).bytes;
}
