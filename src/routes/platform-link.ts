import type { FoundingServers } from '$lib/office';
import type { NatsPlace } from '$lib/sync';

/** As whom platforms are made there. */
export function makerAt({ admin, ...place }: FoundingServers): NatsPlace {
  return admin ? { servers: place.servers, credentials: admin } : place;
}

/** As whom one works there. */
export function placeAt({ servers, credentials, inboxPrefix }: FoundingServers): NatsPlace {
  return {
    servers,
    ...(credentials && { credentials }),
    ...(inboxPrefix !== undefined && { inboxPrefix }),
  };
}
