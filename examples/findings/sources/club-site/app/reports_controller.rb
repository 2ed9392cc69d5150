# Numbers for the yearly meeting.
class ReportsController < ApplicationController
  before_action :require_login

  def show
    @year = params.fetch(:year, Date.current.year).to_i
    @name = params[:name].to_s
    @report = Report.new(@year)
    @rows = @report.public_send(@name)
    respond_to do |format|
      format.html
      format.csv { send_data to_csv(@rows), filename: "#{@year}.csv" }
    end
  end

  private

  def to_csv(rows)
    CSV.generate do |csv|
      rows.each { |row| csv << Array(row).map { |cell| guarded(cell) } }
    end
  end

  # A spreadsheet takes cells that begin so for formulas.
  def guarded(cell)
    text = cell.to_s
    text.match?(/\A[=+\-@]/) ? "'#{text}" : text
  end
end
