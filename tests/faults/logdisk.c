/* A folder with one disk in it that remembers everything written to it: dm-log-writes as a plain program (FUSE).

   logdisk IMAGE LOG FOLDER    serves until FOLDER is unmounted

   FOLDER/disk  the image; a loop mount sits on it. Each write and each flush is appended to LOG
   FOLDER/mark  a number written here goes to LOG between them: up to here something was acknowledged
   FOLDER/fail  after the number k is written here, the k-th write to the disk from now fails once with EIO;
                read, it says how many are still to go

   A record of LOG: kind (W, F, M), offset or number (8 bytes), length (4 bytes), all little-endian; then the data of a W.
*/
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int image, history;
static off_t size;
static long countdown;

static int note(char kind, uint64_t number, const void *data, uint32_t length)
{
    struct __attribute__((packed)) { char kind; uint64_t number; uint32_t length; } head = { kind, number, length };
    if (write(history, &head, sizeof head) != sizeof head || write(history, data, length) != (ssize_t)length)
        return -EIO;
    return 0;
}

static int look(const char *path, struct stat *st, struct fuse_file_info *info)
{
    (void)info;
    memset(st, 0, sizeof *st);
    if (!strcmp(path, "/")) {
        st->st_mode = S_IFDIR | 0700;
        st->st_nlink = 2;
        return 0;
    }
    if (strcmp(path, "/disk") && strcmp(path, "/mark") && strcmp(path, "/fail"))
        return -ENOENT;
    st->st_mode = S_IFREG | 0600;
    st->st_nlink = 1;
    st->st_size = strcmp(path, "/disk") ? 0 : size;
    return 0;
}

static int enter(const char *path, struct fuse_file_info *info)
{
    info->direct_io = strcmp(path, "/disk") != 0;
    return 0;
}

static int take(const char *path, char *data, size_t count, off_t at, struct fuse_file_info *info)
{
    (void)info;
    if (strcmp(path, "/disk"))
        return at || strcmp(path, "/fail") ? 0 : snprintf(data, count, "%ld", countdown);
    ssize_t got = pread(image, data, count, at);
    return got < 0 ? -errno : got;
}

static int put(const char *path, const char *data, size_t count, off_t at, struct fuse_file_info *info)
{
    (void)info;
    if (strcmp(path, "/disk")) {
        char text[32] = "";
        memcpy(text, data, count < sizeof text ? count : sizeof text - 1);
        long number = strtol(text, 0, 10);
        if (!strcmp(path, "/fail"))
            countdown = number;
        else if (note('M', number, "", 0))
            return -EIO;
        return count;
    }
    if (countdown && !--countdown)
        return -EIO;
    if (pwrite(image, data, count, at) != (ssize_t)count || note('W', at, data, count))
        return -EIO;
    return count;
}

static int flush_all(const char *path, int only_data, struct fuse_file_info *info)
{
    (void)only_data;
    (void)info;
    return strcmp(path, "/disk") ? 0 : note('F', 0, "", 0);
}

static int cut(const char *path, off_t length, struct fuse_file_info *info)
{
    (void)path;
    (void)length;
    (void)info;
    return 0;
}

int main(int argc, char **argv)
{
    struct fuse_operations calls = {
        .getattr = look, .open = enter, .read = take, .write = put, .fsync = flush_all, .truncate = cut,
    };
    if (argc != 4)
        return 2;
    image = open(argv[1], O_RDWR);
    history = open(argv[2], O_WRONLY | O_CREAT | O_APPEND, 0600);
    size = lseek(image, 0, SEEK_END);
    if (image < 0 || history < 0 || size <= 0)
        return 1;
    char *served[] = { argv[0], "-f", "-s", argv[3], 0 };
    return fuse_main(4, served, &calls, 0);
}
