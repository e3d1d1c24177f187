import { namesOf } from './names';

/** The part of a NATS user's JWT that says what the user may do. */
export interface Permissions {
  pub: { allow: string[] };
  sub: { allow: string[] };
}

/**
 * What `NatsPlatform` needs to work, and no more. Nobody gets a right to change or remove anything: streams take a
 * record or a piece of a file once and keep it.
 *
 * @param o.author may write this author's records, and files; without one, may only read and pass messages on
 * @param o.inboxPrefix the user's own, so that nobody hears another's answers
 */
export function permissionsOf(platform: string, o: { author?: string; inboxPrefix: string }): Permissions {
  const { records, blobs, clock, news, relay } = namesOf(platform);
  const api = '$JS.API';
  const anyChannel = relay('').replace(/[^.]+$/, '*');
  const writes = o.author === undefined ? [] : [`${records.ofAuthor(o.author)}.*`, blobs.lists, blobs.pieces];
  return {
    pub: {
      allow: [
        ...writes,
        ...[anyChannel, clock.subject],
        ...[records, blobs].map(({ stream }) => `${api}.STREAM.INFO.${stream}`),
        ...[records, blobs, clock].map(({ stream }) => `${api}.STREAM.MSG.GET.${stream}`),
        ...[records, blobs].map(({ stream }) => `${api}.DIRECT.GET.${stream}`),
        `${api}.CONSUMER.CREATE.${records.stream}.*`,
        `${api}.CONSUMER.MSG.NEXT.${records.stream}.*`,
      ],
    },
    sub: { allow: [news.to, anyChannel, `${o.inboxPrefix}.>`] },
  };
}
