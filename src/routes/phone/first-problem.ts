import { tick } from 'svelte';

/** Brings the first thing that is wrong in a form before the person's eyes, and into focus where it is a field. */
export async function showFirstProblem(form: EventTarget | null): Promise<void> {
  await tick();
  if (!(form instanceof HTMLElement)) return;
  const first = form.querySelector<HTMLElement>('[aria-invalid="true"], [data-problem]');
  first?.scrollIntoView({ block: 'center' });
  if (first?.matches('input, textarea')) first.focus({ preventScroll: true });
}
