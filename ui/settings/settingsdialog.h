// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background.h"
#include "settings/secretstore.h"
#include "settings/settings.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTabWidget;

namespace sluice {

class ProblemLabel;
class SettingField;

/// Edits `sluice.conf` of one data directory, and the frontend's password in the keyring. Nonsense
/// is refused with a sentence beside its field, and the dialog stays open. GUI thread; the file is
/// read and written on another.
class SettingsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsDialog)

public:
    explicit SettingsDialog(const QString &dataDirectory, QWidget *parent = nullptr);

    /// Opens there, once it knows what the file says.
    void openAt(const QString &key) { m_openAt = key; }

public slots:
    void accept() override;

signals:
    /// Written. Some settings reach a running pool by themselves, the others at its next start.
    void saved(const sluice::Settings &settings, bool isRestartNeeded);

private:
    struct Field
    {
        SettingField *field = nullptr;
        int tab = 0; ///< that it stands on
    };

    void addTabs();
    void addField(QFormLayout *form, const SettingInfo &info, int tab);
    void addPassword(QFormLayout *form);
    void load();
    void fill(const Result<QStringList> &values);
    [[nodiscard]] QList<std::pair<QString, QString>> changes() const;
    [[nodiscard]] bool hasPassword() const;
    [[nodiscard]] bool isRestartNeeded() const;
    [[nodiscard]] bool checkAll();
    void goTo(const Field &field) const;
    void save(const QList<std::pair<QString, QString>> &values);
    void savePassword(const Settings &settings);
    void finish(const Settings &settings);
    void refuse(const Error &error);
    void stop(const Error &error);
    void follow();

    SettingsFile m_file;
    SecretStore m_secrets;
    Background m_background;
    QList<Field> m_fields;
    QString m_openAt; ///< a key, or empty
    QTabWidget *m_tabs;
    QLineEdit *m_password = nullptr;
    QLabel *m_note;
    ProblemLabel *m_problem;
    QPushButton *m_save = nullptr;
};

} // namespace sluice
