import { expect, test } from 'vitest';
import { History } from './history';

test('goes back and forth', () => {
  const history = new History('a');
  history.push('b');
  history.push('c');
  history.undo();
  expect(history.present).toBe('b');
  history.undo();
  expect([history.present, history.canUndo]).toEqual(['a', false]);
  history.redo();
  history.redo();
  expect([history.present, history.canRedo]).toEqual(['c', false]);
});

test('a new step forgets what was undone', () => {
  const history = new History('a');
  history.push('b');
  history.undo();
  history.push('c');
  expect(history.canRedo).toBe(false);
  history.undo();
  expect(history.present).toBe('a');
});

test('one drag is one step, the next drag another', () => {
  const history = new History(0);
  for (const x of [1, 2, 3]) history.push(x, 'drag');
  history.settle();
  for (const x of [4, 5]) history.push(x, 'drag');
  history.undo();
  expect(history.present).toBe(3);
  history.undo();
  expect(history.present).toBe(0);
});

test('steps of another key do not run together', () => {
  const history = new History(0);
  history.push(1, 'x');
  history.push(2, 'y');
  history.push(3, 'x');
  history.undo();
  expect(history.present).toBe(2);
});

test('nothing to undo changes nothing', () => {
  const history = new History('a');
  history.undo();
  history.redo();
  history.push('a');
  expect([history.present, history.canUndo, history.canRedo]).toEqual(['a', false, false]);
});

test('what is changed in every state leads to no empty steps', () => {
  const history = new History<readonly string[]>([]);
  for (const list of [['a'], ['a', 'gone'], ['a', 'gone', 'b'], ['a', 'gone', 'b', 'c']]) history.push(list);
  history.undo();
  const left = (list: readonly string[]) => list.filter((one) => one !== 'gone');
  history.map(left, (a, b) => a.join() === b.join());
  expect(history.present).toEqual(['a', 'b']);
  history.undo();
  expect(history.present).toEqual(['a']);
  history.undo();
  expect([history.present, history.canUndo]).toEqual([[], false]);
  for (let i = 0; i < 3; i++) history.redo();
  expect([history.present, history.canRedo]).toEqual([['a', 'b', 'c'], false]);
});

test('a drag that is broken off leaves no trace, and takes nothing else back', () => {
  const history = new History(0);
  history.push(1);
  history.settle();
  history.abandon();
  expect(history.present).toBe(1);
  for (const x of [2, 3]) history.push(x, 'drag');
  history.abandon();
  expect([history.present, history.canRedo]).toEqual([1, false]);
  history.push(4, 'drag');
  history.undo();
  expect(history.present).toBe(1);
});
