"""A proxy between desks and a hub: it keeps every byte, and can be cut, or made to say nothing."""

import contextlib
import socket
import threading


class Wire:
    """Listens on a free port. `cut_after` bytes towards the hub it drops the connection; `dead`: it never answers."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._there = port
        self.sent = bytearray()
        self.cut_after: int | None = None
        self.dead = False
        self._listener = socket.create_server((host, 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        """The end: nothing is left open."""
        for each in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                desk, _ = self._listener.accept()
                self._open.append(desk)
                if self.dead:
                    continue
                hub = socket.create_connection(("127.0.0.1", self._there))
                self._open.append(hub)
                for source, target, outward in ((desk, hub, True), (hub, desk, False)):
                    thread = threading.Thread(target=self._pass_on, args=(source, target, outward), daemon=True)
                    self._threads.append(thread)
                    thread.start()

    def _pass_on(self, source: socket.socket, target: socket.socket, outward: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if outward:
                    if self.cut_after is not None and len(self.sent) + len(data) > self.cut_after:
                        data = data[: max(0, self.cut_after - len(self.sent))]
                        self.sent += data
                        target.sendall(data)
                        break
                    self.sent += data
                target.sendall(data)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
