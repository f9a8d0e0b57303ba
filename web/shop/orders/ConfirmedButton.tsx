import { useId, useRef } from 'react';

/** A button for what cannot be taken back: it asks first. */
export const ConfirmedButton = ({
  name,
  question,
  onConfirmed,
}: {
  readonly name: string;
  readonly question: string;
  readonly onConfirmed: () => void;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  return (
    <>
      <button type="button" className="button second" onClick={() => dialog.current?.showModal()}>
        {name}
      </button>
      <dialog
        ref={dialog}
        aria-labelledby={id}
        onClose={({ currentTarget }) => {
          if (currentTarget.returnValue === 'yes') onConfirmed();
          currentTarget.returnValue = '';
        }}
      >
        <form method="dialog">
          <h2 id={id}>{question}</h2>
          <div className="actions">
            <button type="submit" className="button danger" value="yes">
              Yes, cancel it
            </button>
            <button type="submit" className="button second" value="no">
              Keep it
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
};
