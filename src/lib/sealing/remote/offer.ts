import { zlibSync } from 'fflate';
import { concatBytes } from '../../keys';
import { describeCertificate, publicKeyOf, validateChain, verifyNow, type IssuerRegister } from '../../pki';
import { inflateRaster, type SealDesign, type SealRaster } from '../../seal';
import type { SealingSigner } from '../../pdf/sign';
import { RemoteSealError } from './error';
import { packMessage, type RemoteMessageOf, type RemoteParcel } from './messages';

/** A seal as it is offered: the desktop draws it, to place it. */
export interface OfferedSeal {
  id: string;
  name: string;
  design: SealDesign;
  raster?: SealRaster;
}

/** A company whose key is on another device. Certificates are DER. */
export interface RemoteSealer {
  companyName: string;
  algorithm: SealingSigner['algorithm'];
  certificate: Uint8Array;
  /** issuer first, root last */
  chain: Uint8Array[];
  /** of the certificate, ms since the epoch */
  notBefore: number;
  notAfter: number;
  seals: OfferedSeal[];
}

/** What the phone offers to a desktop that asks for seals. */
export function packOffer(
  signer: Pick<RemoteSealer, 'companyName' | 'algorithm' | 'certificate' | 'chain'>,
  seals: readonly OfferedSeal[],
): Uint8Array {
  const rasters = seals.map(({ raster }) => raster && zlibSync(raster.rgba));
  const offered = seals.map(({ id, name, design, raster }, at) => {
    const bytes = rasters[at]?.length ?? 0;
    if (!raster) return { id, name, design };
    return { id, name, design, raster: { widthPx: raster.widthPx, heightPx: raster.heightPx, bytes } };
  });
  const { companyName, algorithm, certificate, chain } = signer;
  const body = concatBytes(...rasters.filter((part) => part !== undefined));
  return packMessage({ kind: 'offer', companyName, algorithm, certificate, chain, seals: offered }, body);
}

/**
 * Reads an offer on the desktop. What it says of the company is what the certificate says.
 *
 * @param o.roots DER, trusted here; `crls` DER and `registers`, as known here
 * @param o.at    ms since the epoch
 * @throws RemoteSealError `untrusted-offer`, `bad-message`
 */
export async function readOffer(
  { message, body }: RemoteParcel<RemoteMessageOf<'offer'>>,
  o: {
    roots: readonly Uint8Array[];
    crls?: readonly Uint8Array[];
    registers?: readonly IssuerRegister[];
    at: number;
  },
): Promise<RemoteSealer> {
  const { companyName, algorithm, certificate, chain } = message;
  const result = await validateChain({
    certificate,
    candidates: chain,
    roots: o.roots,
    crls: o.crls ?? [],
    registers: o.registers ?? [],
    at: new Date(o.at),
  });
  if (result.status !== 'trusted') {
    throw new RemoteSealError('untrusted-offer', { reason: result.problems[0] });
  }
  const { commonName, notBefore, notAfter } = describeCertificate(certificate);
  if (commonName !== companyName) throw new RemoteSealError('untrusted-offer', { reason: 'name' });
  return {
    companyName,
    algorithm,
    certificate,
    chain,
    notBefore: notBefore.getTime(),
    notAfter: notAfter.getTime(),
    seals: sealsOf(message.seals, body),
  };
}

/**
 * The signer that a desktop seals with: its key is elsewhere.
 *
 * @param ask gives the digest away to be signed and waits for the signature
 * @throws RemoteSealError `wrong-signature` at once where what comes back is not this certificate's signature
 */
export function remoteSigner(
  sealer: Pick<RemoteSealer, 'algorithm' | 'certificate' | 'chain'>,
  ask: (messageDigest: Uint8Array) => Promise<Uint8Array>,
): SealingSigner {
  const { algorithm, certificate, chain } = sealer;
  return {
    algorithm,
    certificate,
    chain,
    sign: async (signedAttrs, messageDigest) => {
      if (!messageDigest) throw new TypeError('a remote signer signs documents only');
      const signature = await ask(messageDigest);
      if (!verifyNow(publicKeyOf(certificate), signedAttrs, signature)) {
        throw new RemoteSealError('wrong-signature');
      }
      return signature;
    },
  };
}

function sealsOf(offered: RemoteMessageOf<'offer'>['seals'], body: Uint8Array): OfferedSeal[] {
  let at = 0;
  const seals = offered.map(({ id, name, design, raster }): OfferedSeal => {
    if ((design.kind === 'scan') !== (raster !== undefined)) throw new RemoteSealError('bad-message');
    if (!raster) return { id, name, design };
    const { widthPx, heightPx, bytes } = raster;
    const compressed = body.subarray(at, (at += bytes));
    return { id, name, design, raster: { widthPx, heightPx, rgba: pixels(compressed, widthPx, heightPx) } };
  });
  if (at !== body.length || new Set(seals.map(({ id }) => id)).size !== seals.length) {
    throw new RemoteSealError('bad-message');
  }
  return seals;
}

function pixels(compressed: Uint8Array, widthPx: number, heightPx: number): Uint8Array {
  try {
    return inflateRaster(compressed, widthPx, heightPx);
  } catch {
    throw new RemoteSealError('bad-message');
  }
}
