import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import Button from './Button.svelte';

let mounted: Record<string, unknown> | undefined;

afterEach(async () => {
  if (mounted) await unmount(mounted);
});

function show(props: { href?: string; busy?: boolean; onclick?: (event: Event) => void }): HTMLElement {
  const children = createRawSnippet(() => ({ render: () => '<span>前往</span>' }));
  mounted = mount(Button, { target: document.body, props: { ...props, children } });
  flushSync();
  const element = document.body.querySelector<HTMLElement>('.button');
  if (!element) throw new Error('no button');
  return element;
}

it('that is a link tells of clicks too', () => {
  let clicks = 0;
  const link = show({
    href: '#there',
    onclick: (event) => {
      event.preventDefault();
      clicks += 1;
    },
  });
  expect(link.tagName).toBe('A');
  link.click();
  expect(clicks).toBe(1);
});

it('that is busy takes no click', () => {
  let clicks = 0;
  show({ busy: true, onclick: () => (clicks += 1) }).click();
  expect(clicks).toBe(0);
});
