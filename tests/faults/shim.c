/* Stands between the program and the C library: writes to one file are cut short, or end the process.

   FAULT_FILE   end of the path of the file that is meant
   FAULT_SHORT  its first write takes only so many bytes, and says so
   FAULT_KILL   its first write takes only so many bytes, and then the process is killed (SIGKILL)

   FAULT_NO_SYNC  no fsync of any file is made, and each says that it was
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int meant(int fd)
{
    char link[64], path[4096];
    const char *end = getenv("FAULT_FILE");
    if (!end)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < (ssize_t)strlen(end))
        return 0;
    path[length] = 0;
    return !strcmp(path + length - strlen(end), end);
}

ssize_t write(int fd, const void *data, size_t count)
{
    static ssize_t (*real)(int, const void *, size_t);
    static int done;
    if (!real)
        real = dlsym(RTLD_NEXT, "write");
    const char *cut = getenv("FAULT_SHORT"), *die = getenv("FAULT_KILL");
    if (done || !(cut || die) || !meant(fd))
        return real(fd, data, count);
    done = 1;
    size_t taken = strtoul(cut ? cut : die, 0, 10);
    ssize_t written = taken ? real(fd, data, taken < count ? taken : count) : 0;
    if (die)
        kill(getpid(), SIGKILL);
    return written;
}

int fsync(int fd)
{
    static int (*real)(int);
    if (!real)
        real = dlsym(RTLD_NEXT, "fsync");
    return getenv("FAULT_NO_SYNC") ? 0 : real(fd);
}
