import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeBase64url, type Author } from '../../ledger';
import { newAuthor } from '../../ledger/testing';
import { newChallenge, type ShownChallenge } from './challenge';
import { Conversation, matchingNumber, type Relay } from './session';

const platform = encodeBase64url(new Uint8Array(32).fill(1));
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (message: Uint8Array) => new TextDecoder().decode(message);

/** What one end puts in, the others hear; `alter` may lose, repeat or change it. */
class Air {
  readonly heard: Uint8Array[] = [];
  readonly #listeners = new Set<{ self: object; hear(channel: string, message: Uint8Array): void }>();
  alter: (message: Uint8Array) => Uint8Array[] = (message) => [message];

  connect(): Relay {
    const self = {};
    return {
      send: async (channel, message) => {
        this.heard.push(message);
        for (const each of this.alter(message)) {
          for (const one of [...this.#listeners]) if (one.self !== self) one.hear(channel, each);
        }
      },
      receive: (channel, onMessage) => {
        const one = {
          self,
          hear: (on: string, message: Uint8Array) => on === channel && onMessage(message.slice()),
        };
        this.#listeners.add(one);
        return () => void this.#listeners.delete(one);
      },
    };
  }
}

let author: Author;
let shown: ShownChallenge;
let air: Air;
beforeAll(async () => {
  author = await newAuthor('p256');
});
beforeEach(async () => {
  air = new Air();
  shown = await newChallenge({ purpose: 'login', platform, author, now: Date.now() });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  return () => vi.useRealTimers();
});

interface End {
  conversation: Conversation;
  got: string[];
}

/** A shower, and one who has answered its code. */
async function meet(): Promise<{ shower: End; answerer: End }> {
  const got: string[] = [];
  const shower = new Promise<End>((resolve) => {
    Conversation.await(shown, air.connect(), (conversation) => {
      const end = { conversation, got: [] as string[] };
      resolve(end);
      return { onMessage: (message) => end.got.push(text(message)) };
    });
  });
  const conversation = await Conversation.answer(shown.challenge, air.connect(), {
    onMessage: (message) => got.push(text(message)),
  });
  const ticking = setTicks();
  const end = await shower;
  ticking();
  return { shower: end, answerer: { conversation, got } };
}

/** Lets the timers of both ends go on until it is ended. */
function setTicks(): () => void {
  let goes = true;
  void (async () => {
    while (goes) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (!goes) return;
      await vi.advanceTimersByTimeAsync(1000);
    }
  })();
  return () => (goes = false);
}

async function both<T>(work: Promise<T>): Promise<T> {
  const end = setTicks();
  try {
    return await work;
  } finally {
    end();
  }
}

describe('a conversation', () => {
  it('carries messages both ways, in order', async () => {
    const { shower, answerer } = await meet();
    await both(Promise.all(['a', 'b', 'c'].map((one) => answerer.conversation.send(bytes(one)))));
    await both(shower.conversation.send(bytes('d')));
    expect(shower.got).toEqual(['a', 'b', 'c']);
    expect(answerer.got).toEqual(['d']);
  });

  it('shows one number at both ends, which the code alone does not give away', async () => {
    const { shower, answerer } = await meet();
    expect(shower.conversation.number).toMatch(/^\d{4}$/);
    expect(shower.conversation.number).toBe(answerer.conversation.number);
    const others = await Promise.all(Array.from({ length: 5 }, () => meet()));
    const numbers = new Set(others.map((one) => one.answerer.conversation.number));
    expect(numbers.size).toBeGreaterThan(1);
    expect(matchingNumber(shown.challenge)).toMatch(/^\d{4}$/);
  });

  it('carries what is larger than the relay takes at once', async () => {
    const { shower, answerer } = await meet();
    const large = 'x'.repeat(200_000);
    await both(answerer.conversation.send(bytes(large)));
    expect(shower.got).toEqual([large]);
    expect(Math.max(...air.heard.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024);
  });

  it('loses nothing on a relay that loses, repeats and reorders', async () => {
    const late: Uint8Array[] = [];
    let count = 0;
    air.alter = (message) => {
      count += 1;
      if (count % 3 === 0) return [];
      if (count % 5 === 0) {
        late.push(message);
        return [];
      }
      return count % 4 === 0 ? [message, message, ...late.splice(0)] : [message];
    };
    const { shower, answerer } = await meet();
    const sent = Array.from({ length: 12 }, (_, at) => `${at}`);
    await both(Promise.all(sent.map((one) => answerer.conversation.send(bytes(one)))));
    await both(shower.conversation.send(bytes('y'.repeat(150_000))));
    expect(shower.got).toEqual(sent);
    expect(answerer.got).toEqual(['y'.repeat(150_000)]);
  });

  it('is read by nobody else, and takes nothing that was altered', async () => {
    let altered = 0;
    air.alter = (message) => {
      if (altered >= 20 || message.length < 60) return [message];
      altered += 1;
      return [message.with(message.length - 1, message.at(-1)! ^ 1), message];
    };
    const { shower, answerer } = await meet();
    await both(answerer.conversation.send(bytes('secret words')));
    expect(shower.got).toEqual(['secret words']);
    expect(air.heard.some((message) => text(message).includes('secret'))).toBe(false);
  });

  it('is with who has spoken first: a second one is not heard', async () => {
    const { shower, answerer } = await meet();
    await both(answerer.conversation.send(bytes('from the first')));
    const second = await Conversation.answer(shown.challenge, air.connect(), { onMessage: () => undefined });
    const unheard = second.send(bytes('from the second')).then(() => 'heard');
    await both(answerer.conversation.send(bytes('and again')));
    expect(await Promise.race([unheard, both(Promise.resolve('waiting'))])).toBe('waiting');
    expect(shower.got).toEqual(['from the first', 'and again']);
  });

  it('goes over to who scans the code anew, as long as nothing was said', async () => {
    const taken: Conversation[] = [];
    const got: string[] = [];
    Conversation.await(shown, air.connect(), (conversation) => {
      taken.push(conversation);
      return { onMessage: (message) => got.push(text(message)) };
    });
    const nothing = { onMessage: () => undefined };
    const first = await Conversation.answer(shown.challenge, air.connect(), nothing);
    await both(new Promise((resolve) => setTimeout(resolve, 10)));
    const second = await Conversation.answer(shown.challenge, air.connect(), nothing);
    await both(second.send(bytes('hello')));
    expect(got).toEqual(['hello']);
    expect(taken.map(({ number }) => number)).toEqual([first.number, second.number]);
  });

  it('tells the other end that it is over, and the code can be taken anew, spoken or not', async () => {
    const taken: string[] = [];
    const left: string[] = [];
    const got: string[] = [];
    Conversation.await(shown, air.connect(), ({ number }) => {
      taken.push(number);
      return { onMessage: (message) => got.push(text(message)), onLeft: () => left.push(number) };
    });
    const nothing = { onMessage: () => undefined };
    const first = await Conversation.answer(shown.challenge, air.connect(), nothing);
    await both(first.send(bytes('from the first')));
    first.leave();
    await both(vi.waitFor(() => expect(left).toEqual([first.number]), { timeout: 5000 }));
    const second = await Conversation.answer(shown.challenge, air.connect(), nothing);
    await both(second.send(bytes('from the second')));
    expect(got).toEqual(['from the first', 'from the second']);
    expect(taken).toEqual([first.number, second.number]);
  });

  it('hears that the shower of the code has gone', async () => {
    let left = 0;
    const shower = new Promise<Conversation>((resolve) => {
      Conversation.await(shown, air.connect(), (conversation) => {
        resolve(conversation);
        return { onMessage: () => undefined };
      });
    });
    const ends = { onMessage: () => undefined, onLeft: () => (left += 1) };
    const answerer = await Conversation.answer(shown.challenge, air.connect(), ends);
    await both(answerer.send(bytes('hello')));
    (await shower).leave();
    await both(vi.waitFor(() => expect(left).toBe(1), { timeout: 5000 }));
  });

  it('notices that no sign of life comes any more, and that one comes again', async () => {
    const silences: boolean[] = [];
    let isDeaf = false;
    air.alter = (message) => (isDeaf ? [] : [message]);
    Conversation.await(shown, air.connect(), () => ({
      onMessage: () => undefined,
      onSilence: (silent) => silences.push(silent),
    }));
    const answerer = await Conversation.answer(shown.challenge, air.connect(), {
      onMessage: () => undefined,
    });
    await both(answerer.send(bytes('hello')));
    isDeaf = true;
    await both(vi.waitFor(() => expect(silences).toEqual([true]), { timeout: 5000 }));
    isDeaf = false;
    await both(answerer.send(bytes('here again')));
    expect(silences).toEqual([true, false]);
  });

  it('ends where it is closed', async () => {
    const { shower, answerer } = await meet();
    shower.conversation.close();
    void answerer.conversation.send(bytes('too late'));
    await both(new Promise((resolve) => setTimeout(resolve, 10)));
    expect(shower.got).toEqual([]);
  });
});

it('noise on the channel begins nothing', async () => {
  let begun = 0;
  Conversation.await(shown, air.connect(), () => {
    begun += 1;
    return { onMessage: () => undefined };
  });
  const other = await newChallenge({ purpose: 'login', platform, author, now: Date.now() });
  const stranger = { ...other.challenge, text: shown.challenge.text };
  await Conversation.answer(stranger, air.connect(), { onMessage: () => undefined });
  await both(new Promise((resolve) => setTimeout(resolve, 10)));
  expect(begun).toBe(0);
});
