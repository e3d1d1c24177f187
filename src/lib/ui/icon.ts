import type { Component } from 'svelte';

/** An icon of the one set (`@lucide/svelte/icons/…`); decoration, the word beside it carries the meaning. */
export type IconComponent = Component<{ size?: number | string; strokeWidth?: number | string }>;
