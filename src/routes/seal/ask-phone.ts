import { toast } from '$lib/ui';
import { m } from '$messages';
import { describeError } from '../error-text';
import { office } from '../office.svelte';
import { activeSealer } from './active-sealer.svelte';

/** 用手机盖章: shows the code for the phone whose seals are wanted. */
export async function askPhone(): Promise<void> {
  try {
    await office.load();
    if (office.phase !== 'ready') toast({ state: 'invalid', text: m.workbench_phone_no_platform() });
    else await activeSealer.askPhone();
  } catch (error) {
    toast({ state: 'invalid', text: describeError(error).text });
  }
}
