import * as v from 'valibot';
import type { FileStorage, SeatStorage } from '../office';
import type { CodeStorage, SentCode } from '../platform';
import { platformPlace, type PlatformPlace } from '../sync';
import type { Database } from './database';

const CHOSEN_PLATFORM = 'platform';

/** Somebody's places on platforms in IndexedDB, in one transaction with what belongs to them. */
export function seatStorage(database: Database): SeatStorage {
  const { seats, vaults, keys, settings, outbox, outboxBlobs } = database;
  return {
    seat: (platform, part) => seats.get([platform, part]),

    addDevice: (seat) =>
      database.transaction('rw', seats, async () => {
        const present = await seats.get([seat.platform, seat.part]);
        if (present === undefined) await seats.add(seat);
        return present ?? seat;
      }),

    addStaff: (seat, records, along, replaces) =>
      database.transaction('rw', [seats, vaults, keys, settings, outbox, outboxBlobs], async () => {
        const present: { author?: unknown } | undefined = await seats.get([seat.platform, seat.part]);
        if (present && (replaces === undefined || present.author !== replaces)) return false;
        await vaults.bulkAdd(records.vaults);
        await keys.bulkAdd(records.keys);
        await seats.put(seat);
        await settings.put({ name: CHOSEN_PLATFORM, value: seat.platform });
        await along();
        return true;
      }),

    chosen: async () => (await settings.get(CHOSEN_PLATFORM))?.value,

    choose: async (platform) => {
      await settings.put({ name: CHOSEN_PLATFORM, value: platform });
    },
  };
}

/** Files in IndexedDB, by what is in them. */
export function fileStorage({ files }: Database): FileStorage {
  return {
    file: async (id) => (await files.get(id))?.blob,
    keepFile: async (id, blob) => {
      await files.put({ id, blob });
    },
  };
}

/** One-time codes that wait for being typed, in IndexedDB: they hold when the page is loaded again. */
export function codeStorage(database: Database): CodeStorage {
  const { settings } = database;
  return {
    update: (key, change) =>
      database.transaction('rw', settings, async () => {
        const name = `code ${key}`;
        const changed = change((await settings.get(name))?.value);
        if (changed) await settings.put({ name, value: changed satisfies SentCode });
        else await settings.delete(name);
      }),
  };
}

const PLACE = 'place ';

/** Where platforms lie for this workspace, as far as that is not just this browser. */
export interface PlaceStorage {
  /** @returns undefined where nothing is noted, or what is noted cannot be read */
  place(platform: string): Promise<PlatformPlace | undefined>;
  keepPlace(platform: string, place: PlatformPlace): Promise<void>;
  /** platforms of which a place is noted */
  platforms(): Promise<string[]>;
}

export function placeStorage({ settings }: Database): PlaceStorage {
  return {
    place: async (platform) => {
      const read = v.safeParse(platformPlace, (await settings.get(PLACE + platform))?.value);
      return read.success ? read.output : undefined;
    },
    keepPlace: async (platform, place) => {
      await settings.put({ name: PLACE + platform, value: v.parse(platformPlace, place) });
    },
    platforms: async () => {
      const names = await settings.where('name').startsWith(PLACE).primaryKeys();
      return names.map((name) => name.slice(PLACE.length));
    },
  };
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** Small things that a person chose on this device: text by a name. */
export interface Choices {
  /** @returns undefined where nothing was chosen */
  choice(name: string): Promise<string | undefined>;
  /** @param value undefined takes it back */
  keepChoice(name: string, value: string | undefined): Promise<void>;
}

export function choices({ settings }: Database): Choices {
  return {
    choice: async (name) => {
      const read = v.safeParse(text, (await settings.get(`choice ${name}`))?.value);
      return read.success ? read.output : undefined;
    },
    keepChoice: async (name, value) => {
      if (value === undefined) await settings.delete(`choice ${name}`);
      else await settings.put({ name: `choice ${name}`, value });
    },
  };
}
