import * as v from 'valibot';
import { StreamApi } from './api';
import { natsPlace, type NatsPlace } from './config';
import { Line } from './line';
import { namesOf } from './names';

const MOST_PAGES = 50;

const names = v.object({
  total: v.number(),
  streams: v.optional(v.nullable(v.array(v.string()))),
});

/**
 * Platforms that servers keep; also tells, by answering at all, that they are there, let this user in and keep streams.
 *
 * @returns ids, in no order
 * @throws PlatformError `unreachable` with `detail.reason`: `no-server`, `not-admitted`, `no-leader` where they keep no
 *   streams or not now; `refused` with `not-permitted` where this user may not ask
 */
export async function platformsAt(place: NatsPlace): Promise<string[]> {
  const parsed = v.parse(natsPlace, place);
  const line = new Line(parsed);
  try {
    const api = new StreamApi(line, parsed.inboxPrefix);
    const prefix = namesOf('').records.stream;
    const found = new Set<string>();
    for (let offset = 0, page = 0; page < MOST_PAGES; page++) {
      const { total, streams } = await api.call(
        'STREAM.NAMES',
        { offset, subject: 'suiyin.*.rec.*.*' },
        names,
      );
      for (const name of streams ?? []) if (name.startsWith(prefix)) found.add(name.slice(prefix.length));
      offset += streams?.length ?? 0;
      if (!streams?.length || offset >= total) break;
    }
    return [...found];
  } finally {
    await line.close();
  }
}
