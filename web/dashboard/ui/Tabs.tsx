import { type KeyboardEvent, useId, useRef } from 'react';

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
}

/** What `role="tabpanel"` needs to belong to its tab. */
export const usePanel = () => {
  const id = useId();
  return { id, panel: { role: 'tabpanel', id: `${id}-panel`, 'aria-labelledby': `${id}-tab` } } as const;
};

/** Tabs as the ARIA Authoring Practices describe them: one of them can be tabbed to, arrows go on from there. */
export const Tabs = <Name extends string>({
  id,
  label,
  tabs,
  chosen,
  choose,
}: {
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly chosen: Name;
  readonly choose: (name: Name) => void;
}) => {
  const list = useRef<HTMLDivElement>(null);
  const at = tabs.findIndex(({ name }) => name === chosen);
  const move = (to: number): void => {
    const index = (to + tabs.length) % tabs.length;
    const tab = tabs[index];
    if (!tab) return;
    choose(tab.name);
    list.current?.querySelectorAll('button')[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    move(target);
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown} tabIndex={-1}>
      {tabs.map(({ name, label: text }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={name === chosen ? `${id}-tab` : undefined}
          aria-selected={name === chosen}
          aria-controls={name === chosen ? `${id}-panel` : undefined}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => choose(name)}
        >
          {text}
        </button>
      ))}
    </div>
  );
};
