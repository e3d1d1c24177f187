import { beforeAll, beforeEach, expect, it } from 'vitest';
import { bind, challengeToBind, readQuestion } from './bind';
import { COMPANY, Game, idOf, newWorld, type World } from './testing';

let world: World;
let game: Game;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(() => {
  game = new Game(world);
});

const show = async (over: object = {}) => {
  const { platform, supplier, desktop } = world;
  return (await challengeToBind({ platform, supplier, author: desktop.author, now: game.now, ...over }))
    .challenge;
};
const read = (text: string) =>
  readQuestion(text, { state: game.state, platform: world.platform, now: game.now });
const refused = (code: string) => expect.objectContaining({ name: 'EnrolmentError', code });

it('a phone sees which account asks, and whose it is', async () => {
  const challenge = await show();
  expect(read(challenge.text)).toEqual({
    purpose: 'bind',
    challenge,
    supplier: world.supplier,
    account: 'account1',
    companyName: COMPANY.companyName,
  });
});

it('a phone refuses what is too late, of another platform, by strangers, or nothing', async () => {
  const { text } = await show();
  game.now += 10 * 60_000;
  expect(read(text).challenge.text).toBe(text); // the last millisecond
  game.now += 1;
  expect(() => read(text)).toThrow(refused('challenge-expired'));
  const elsewhere = await show({ platform: idOf('elsewhere') });
  expect(() => read(elsewhere.text)).toThrow(refused('other-platform'));
  const stranger = await show({ author: world.stranger.author });
  expect(() => read(stranger.text)).toThrow(refused('unknown-challenger'));
  const foreign = await show({ supplier: world.otherSupplier });
  expect(() => read(foreign.text)).toThrow(refused('unknown-challenger'));
  const nobody = await show({ supplier: idOf('nobody') });
  expect(() => read(nobody.text)).toThrow(refused('unknown-challenger'));
  expect(() => read('https://example.com')).toThrow(refused('bad-challenge'));
});

it('a phone refuses what would be good for longer than a challenge may be', async () => {
  const { text } = await show({ now: game.now + 60 * 60_000 });
  expect(() => read(text)).toThrow(refused('clock-differs'));
  const slack = await show({ now: game.now + 4 * 60_000 });
  expect(read(slack.text).challenge.text).toBe(slack.text);
});

it('a desktop refuses an answer that is none, or comes too late', async () => {
  const challenge = await show();
  await expect(bind(game.desk(world.desktop), challenge, '123456')).rejects.toEqual(refused('bad-answer'));
  const unknown = bind(game.desk(world.desktop), challenge, '4a.AAAA');
  await expect(unknown).rejects.toMatchObject({
    code: 'not-permitted',
    detail: { kind: 'certificate.bound', reason: 'no-such-certificate' },
  });
  game.now += 11 * 60_000;
  const late = bind(game.desk(world.desktop), challenge, '4a.AAAA');
  await expect(late).rejects.toEqual(refused('challenge-expired'));
});
