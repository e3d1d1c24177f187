import { decodeBase64url, encodeBase64url, is32Bytes, type RecordId } from '../ledger';
import { StaffError } from './staff-error';
import { tokenPublicKey } from './token';

/** What an invited person gets by link or QR code. Whoever has it can join in their place. */
export interface InvitationLink {
  platform: string;
  invitation: RecordId;
  /** 32 bytes, secret */
  token: Uint8Array;
}

const VERSION = 'i1';

/** As text for a link's fragment, which browsers send to no server: `i1.PLATFORM.INVITATION.TOKEN`, 134 characters. */
export function writeInvitationLink({ platform, invitation, token }: InvitationLink): string {
  return [VERSION, platform, invitation, encodeBase64url(token)].join('.');
}

/** @throws StaffError `bad-link` */
export function readInvitationLink(text: string): InvitationLink {
  const [version, platform = '', invitation = '', encoded = '', ...more] = text.trim().split('.');
  const token = decodeBase64url(encoded);
  const isWhole = version === VERSION && is32Bytes(platform) && is32Bytes(invitation) && more.length === 0;
  if (!isWhole || !token || !tokenPublicKey(token)) throw new StaffError('bad-link');
  return { platform, invitation: invitation as RecordId, token };
}
