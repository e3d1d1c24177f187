import type { FoundingServers } from '$lib/office';
import { readCredentials, readServers, type NatsCredentials, type PlaceLink } from '$lib/sync';
import { m } from '$messages';
import { isReachableFromPage } from './connect/addresses';

/** Where a platform is to lie, as it is typed. */
export interface PlaceForm {
  kind: 'embedded' | 'server';
  servers: string;
  /** credentials, as they were pasted */
  admin: string;
  member: string;
  /** of a link: where answers come to */
  inboxPrefix?: string;
}

export function emptyPlace(): PlaceForm {
  return { kind: 'embedded', servers: '', admin: '', member: '' };
}

export function placeOfLink({ servers, admin, credentials, inboxPrefix }: PlaceLink): PlaceForm {
  return {
    kind: 'server',
    servers: servers.join(', '),
    admin: written(admin),
    member: written(credentials),
    ...(inboxPrefix !== undefined && { inboxPrefix }),
  };
}

/** @returns neither for a platform in this browser */
export function readPlace(form: PlaceForm): { servers?: FoundingServers; problems?: Record<string, string> } {
  if (form.kind === 'embedded') return {};
  const problems: Record<string, string> = {};
  const servers = readServers(form.servers);
  if (!servers) problems.servers = m.nats_servers_wrong();
  else if (!servers.every(isReachableFromPage)) problems.servers = m.nats_servers_insecure();
  const admin = readCredentials(form.admin);
  const credentials = readCredentials(form.member);
  if (form.admin.trim() !== '' && !admin) problems.admin = m.nats_key_wrong();
  if (form.member.trim() !== '' && !credentials) problems.member = m.nats_key_wrong();
  if (!servers || Object.keys(problems).length > 0) return { problems };
  const { inboxPrefix } = form;
  return {
    servers: {
      servers,
      ...(credentials && { credentials }),
      ...(admin && { admin }),
      ...(inboxPrefix !== undefined && { inboxPrefix }),
    },
  };
}

/** As a `.creds` file has it. */
function written(credentials: NatsCredentials | undefined): string {
  if (!credentials) return '';
  const { jwt, seed } = credentials;
  return jwt === undefined ? seed : `-----BEGIN NATS USER JWT-----\n${jwt}\n\n${seed}`;
}
