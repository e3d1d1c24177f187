import { signPdf, SealError } from '../../pdf/sign';
import { issueForItself, type Signer } from '../../pki';
import { PaperError } from './error';

export interface PaperSigner {
  /** a device's or a member of staff's own key, P-256; nobody else vouches for it */
  signer: Signer;
  /** who or what that is: `会议室电脑`, `王五` */
  name: string;
  role: 'device' | 'staff';
  /** why it is signed: `投标回执` */
  reason?: string;
  /** ms since the epoch; by the platform's clock, where it is known */
  at: number;
}

const PREFIX = { device: '随印 设备 · ', staff: '随印 工作人员 · ' } as const;

/** Of a common name (RFC 5280 A.1, ub-common-name). */
const MAX_CHARACTERS = 64;

/** What is kept for long is read for long: the certificate says whose key it is, and has nobody to renew it. */
const YEARS = 30;

/** For readers whose clock is behind. */
const BACKDATED_MS = 10 * 60 * 1000;

/**
 * Signs a paper with nothing to be seen on it (PAdES baseline B-B). The certificate is made on the spot by the key
 * itself: readers say that nothing was changed and that its issuer is unknown. A key that signs records may do this:
 * what it signs here begins as DER does, which no record begins with.
 *
 * @returns the paper with the signature appended
 * @throws PaperError `cannot-sign`, `unsupported-key`; what the signer throws
 */
export async function signPaper(pdf: Uint8Array, o: PaperSigner): Promise<Uint8Array> {
  const { signer, at } = o;
  if (signer.algorithm !== 'p256') throw new PaperError('unsupported-key', { algorithm: signer.algorithm });
  const name = commonName(o);
  const certificate = await issueForItself({
    ...{ name, signer, years: YEARS, notBefore: new Date(at - BACKDATED_MS) },
  });
  try {
    const { blob } = await signPdf(new Blob([new Uint8Array(pdf)]), {
      signer: { certificate, chain: [], algorithm: signer.algorithm, sign: (data) => signer.sign(data) },
      ...{ signerName: name, reason: o.reason, signingTime: new Date(at) },
    });
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    if (error instanceof SealError) throw new PaperError('cannot-sign', { problem: error.code }, error);
    throw error;
  }
}

/** As much of a name as a common name holds, without what it may not hold. */
function commonName({ role, name }: PaperSigner): string {
  const clean = name.replace(/\p{Cc}/gu, ' ').replace(/\s+/g, ' ');
  return [...`${PREFIX[role]}${clean}`].slice(0, MAX_CHARACTERS).join('').trim();
}
