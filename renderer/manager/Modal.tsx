import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

interface ModalProps {
  title: string;
  className?: string;
  testId: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * The browser's own modal dialog: what is behind it is out of reach for pointer, keyboard and screen
 * reader, Escape closes it, and the focus goes back where it was. No key gets through to the page's
 * function keys: F4 in here must not save a member out there.
 */
export function Modal({ title, className = '', testId, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) {
      shown.showModal();
      // Read aloud first; from here Tab goes to the first field.
      heading.current?.focus();
    }
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`modal ${className}`}
      data-testid={testId}
      aria-labelledby={titleId}
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault();
        // React lets it bubble, and a dialog behind this one would close too.
        event.stopPropagation();
        onClose();
      }}
    >
      <h2 className="modal-title" id={titleId} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  );
}
