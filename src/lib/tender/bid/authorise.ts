import { utf8 } from '../../keys';
import { decodeBase64url, encodeBase64url, type Author, type RecordId } from '../../ledger';
import { publicKeyOf, verifyNow, type Signer } from '../../pki';
import { newChallenge, type Challenge, type ShownChallenge } from '../../qr';
import { linkOf, type SupplierSlice } from '../../supplier';
import { readStatement, type BidBody } from '../secrecy';
import { BidError } from './error';

/** The phone's word where the person has said no. */
const REFUSED = 'refused';
/** Longer than any answer. */
const MAX_ANSWER_BYTES = 2000;

/**
 * The challenge that a computer shows to have a bid, its change or its withdrawal signed by the phone (CA 认证): ten
 * minutes, for one tender.
 *
 * @param o.author the computer's device
 */
export function challengeToBid(o: {
  platform: string;
  tender: RecordId;
  author: Author;
  now: number;
}): Promise<ShownChallenge> {
  const { tender: about, ...others } = o;
  return newChallenge({ purpose: 'bid-auth', about, ...others });
}

/**
 * A signer whose key is on the phone that has answered the code.
 *
 * @param certificate of the company, DER
 * @param ask         brings what is to be signed to the phone. @returns what the phone says
 */
export function phoneSigner(
  certificate: Uint8Array,
  ask: (statement: Uint8Array) => Promise<Uint8Array>,
): Pick<Signer, 'sign'> {
  return {
    async sign(statement) {
      const signature = readBidAnswer(await ask(statement));
      if (!verifyNow(publicKeyOf(certificate), statement, signature)) throw new BidError('bad-answer');
      return signature;
    },
  };
}

/**
 * Reads on the phone what a computer wants signed, and checks that its code asked for it.
 *
 * @param now ms since the epoch, by the platform's clock
 * @throws BidError `bad-order`
 */
export function readBidOrder(
  challenge: Challenge,
  statement: Uint8Array,
  { state, now }: { state: SupplierSlice; now: number },
): BidBody {
  const body = readStatement(statement);
  if (!body || body.tender !== challenge.about) throw new BidError('bad-order');
  const supplier = state.suppliers.get(body.supplier);
  if (!supplier || !linkOf(supplier, challenge.by, now)) throw new BidError('bad-order');
  return body;
}

/** The phone's answer: its signature, or undefined where the person has said no. */
export function writeBidAnswer(signature: Uint8Array | undefined): Uint8Array {
  return utf8(signature ? encodeBase64url(signature) : REFUSED);
}

/** @throws BidError `bad-answer`, `refused-there` */
function readBidAnswer(answer: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(answer.subarray(0, MAX_ANSWER_BYTES));
  if (text === REFUSED) throw new BidError('refused-there');
  const signature = decodeBase64url(text);
  if (!signature || signature.length < 64) throw new BidError('bad-answer');
  return signature;
}
