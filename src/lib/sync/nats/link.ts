import * as v from 'valibot';
import { utf8 } from '../../keys';
import { decodeBase64url, encodeBase64url } from '../../ledger';
import { natsConfig, natsCredentials, natsPlatformId, type NatsConfig, type NatsCredentials } from './config';

const VERSION = 'n1';
/** More than any link that we write: a user's JWT has at most 16 KiB. */
const MAX_CHARACTERS = 64 * 1024;

/** Where servers are, for another device to go there. */
export interface PlaceLink extends Omit<NatsConfig, 'platform'> {
  /** one of the platforms there; without it, it is chosen from those that are found */
  platform?: string;
  /** what a platform is founded with. Whoever has it can remove every platform there: not for other people's links */
  admin?: NatsCredentials;
}

const { servers, credentials, inboxPrefix } = natsConfig.entries;
const written = v.pipe(
  v.strictObject({
    s: servers,
    p: v.optional(natsPlatformId),
    c: credentials,
    i: inboxPrefix,
    a: v.optional(natsCredentials),
  }),
  v.transform(({ s, p, c, i, a }): PlaceLink => ({
    servers: s,
    ...(p !== undefined && { platform: p }),
    ...(c && { credentials: c }),
    ...(i !== undefined && { inboxPrefix: i }),
    ...(a && { admin: a }),
  })),
);

/** As text for a link's fragment, which browsers send to no server: `n1.` and JSON in base64url. */
export function writePlaceLink(link: PlaceLink): string {
  const { servers: s, platform: p, credentials: c, inboxPrefix: i, admin: a } = link;
  return `${VERSION}.${encodeBase64url(utf8(JSON.stringify({ s, p, c, i, a })))}`;
}

/**
 * @param text as it was pasted or scanned: the text itself, or an address whose fragment holds it
 * @returns undefined where it is no such link
 */
export function readPlaceLink(text: string): PlaceLink | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const [version, encoded = '', ...more] = text
    .slice(text.lastIndexOf('#') + 1)
    .replace(/\s+/g, '')
    .split('.');
  const bytes = version === VERSION && more.length === 0 ? decodeBase64url(encoded) : undefined;
  if (!bytes) return undefined;
  try {
    const read = v.safeParse(written, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
